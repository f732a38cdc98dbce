import { parseArgs } from 'node:util';
import { Refusal } from '../refusal.ts';

/** What `npm run tour --` takes; the address comes without a slash at its end. */
export type TourArguments = { readonly url: string; readonly help: boolean };

export const USAGE = `Walks through the chapters of the guide against the running service, and stops where it does not
answer as the rules promise. Each tour is a tenant of its own, so that it can be repeated.

  npm run tour [-- options]

  --url URL    address of the service (default http://127.0.0.1:3000)
  --help       shows this text`;

/** @throws Refusal for what is not among them */
export function tourArguments(given: readonly string[]): TourArguments {
  const { help = false, url = 'http://127.0.0.1:3000' } = parsed(given);
  const address = URL.canParse(url) ? new URL(url) : undefined;

  if (address?.protocol !== 'http:' || address.href !== `${address.origin}/`) {
    throw new Refusal(`--url takes an address such as http://127.0.0.1:3000, not "${url}".`);
  }

  return { help, url: address.origin };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: { url: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (cause) {
    const [line] = cause instanceof Error ? cause.message.split('. ') : [String(cause)];
    throw new Refusal(`${line}. "npm run tour -- --help" shows what there is.`, { cause });
  }
}
