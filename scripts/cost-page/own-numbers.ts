import { parseArgs } from 'node:util';
import { Assumptions } from './assumptions.ts';

/** What `npm run docs:cost --` takes: `--print`, and assumptions as `name=number`. @throws for what is none */
export function ownNumbers(given: readonly string[]): { readonly print: boolean; readonly assumptions: Assumptions } {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { print: { type: 'boolean', default: false } },
  });
  if (positionals.length > 0 && !values.print)
    throw new Error('Numbers of your own are printed: add --print. The page has the defaults');

  return { print: values.print, assumptions: Assumptions.parse(Object.fromEntries(positionals.map((one) => one.split('=')))) };
}
