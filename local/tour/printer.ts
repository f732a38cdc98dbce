import { inspect, styleText } from 'node:util';
import type { Chapter, Step } from './chapter.ts';
import type { TourAnswer, TourRequest } from './client.ts';
import { shortened } from './shortened.ts';

type Progress = { readonly number: number; readonly total: number };

/** Tells a person how the tour goes. styleText colours only what goes to a terminal, and not against NO_COLOR. */
export type Printer = ReturnType<typeof startPrinter>;

/** Under `[ 1/40]`. */
const INDENT = ' '.repeat(8);
const WIDTH = 120;

/** As much as fits on one line. */
const LAYOUT = { depth: null, compact: 8, breakLength: WIDTH - 14 } as const;

/** @param print takes one or more lines */
export function startPrinter(print: (text: string) => void) {
  return {
    chapter: ({ title, pages }: Chapter): void => {
      print(`\n${styleText('bold', title)}${pages === undefined ? '' : ` (guide, p. ${pages})`}\n`);
    },

    /** Before the answer is there, so that one sees what takes its time. */
    step: ({ page, does, rules, times }: Step, request: TourRequest, { number, total }: Progress): void => {
      const position = `[${String(number).padStart(String(total).length)}/${total}] `.padEnd(INDENT.length);

      print(`${position}${page === undefined ? '' : `p. ${page}: `}${does} ${styleText('cyan', `(${rules.join(' ')})`)}`);
      print(INDENT + styleText('dim', oneLine(request, times)));
    },

    asPromised: ({ status }: TourAnswer, telling: unknown): void => {
      const text = telling === undefined ? '' : ` ${inspect(shortened(telling), LAYOUT)}`;

      print(`${INDENT}${styleText('green', '✓')} ${indented(`${status}${text}`)}\n`);
    },

    /** The answer is shown whole: a problem document says most. */
    wrong: ({ status, body }: TourAnswer, differences: readonly string[]): void => {
      print(`${INDENT}${styleText('red', '✗')} ${status}: not what the rules promise`);
      for (const difference of differences) print(`${INDENT}  ${difference}`);
      if (body !== undefined) print(`${INDENT}  ${indented(JSON.stringify(shortened(body), null, 2))}`);
    },

    stopped: ({ id }: Chapter, { number, total }: Progress): void => {
      print(`\nStopped at step ${number} of ${total}, in chapter ${id}.`);
    },

    summary: (steps: readonly Step[], ms: number): void => {
      const rules = [...new Set(steps.flatMap((step) => step.rules))].toSorted((one, other) =>
        one.localeCompare(other, 'en', { numeric: true }),
      );

      print(`${steps.length} steps, each as promised; ${rules.length} rules shown; ${(ms / 1000).toFixed(1)} seconds.`);
      print(rules.join(' '));
    },
  };
}

function oneLine({ method, path, body, signed, headers = {} }: TourRequest, times = 1): string {
  const line = [
    method,
    path,
    ...(signed ? ['(signed)'] : []),
    ...(times === 1 ? [] : [`(${times} times)`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [inspect(shortened(body), { depth: null, breakLength: Number.POSITIVE_INFINITY })]),
  ].join(' ');

  return line.length <= WIDTH - INDENT.length ? line : `${line.slice(0, WIDTH - INDENT.length - 1)}…`;
}

function indented(text: string): string {
  return text.replaceAll('\n', `\n${INDENT}  `);
}
