import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { type Chapter, type Step, step } from '../../../local/tour/chapter.ts';
import type { TourAnswer, TourRequest } from '../../../local/tour/client.ts';
import type { Notes } from '../../../local/tour/notes.ts';
import { startPrinter } from '../../../local/tour/printer.ts';
import { runTour } from '../../../local/tour/run.ts';

type StepFacts = Partial<Pick<Step, 'status' | 'patient' | 'times' | 'rules' | 'request'>>;

/** A step that reads `{ value }` and notes it under its own name. */
export function readingStep(name: string, { status = 200, request, ...facts }: StepFacts = {}): Step {
  return step({
    does: name,
    rules: [],
    request: request ?? (() => ({ method: 'GET', path: `/${name}` })),
    status,
    answer: () => z.object({ value: z.string() }),
    note: ({ value }) => ({ [name]: value }),
    ...facts,
  });
}

export function chapterOf(id: string, ...steps: Step[]): Chapter {
  return { id, title: id, steps };
}

export const said = (body: unknown, status = 200): TourAnswer => ({
  status,
  contentType: status < 400 ? 'application/json' : 'application/problem+json',
  body,
});

/** Runs a tour against answers given one after the other; tells what was asked and what was printed. */
export async function tourThrough(chapters: readonly Chapter[], answers: readonly TourAnswer[], visitor: Notes = {}) {
  const left = [...answers];
  const requests: TourRequest[] = [];
  const printed: string[] = [];

  const isAsPromised = await runTour(chapters, {
    send: async (request) => {
      requests.push(request);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`Nobody expected ${request.method} ${request.path}`);

      return answer;
    },
    printer: startPrinter((text) => printed.push(stripVTControlCharacters(text))),
    visitor,
  });

  return { isAsPromised, requests, output: printed.join('\n') };
}
