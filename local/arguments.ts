import { parseArgs } from 'node:util';
import { Refusal } from './refusal.ts';

/** What `npm start --` takes. */
export type StartArguments = { readonly fresh: boolean; readonly port: number; readonly dataDir: string; readonly help: boolean };

export const USAGE = `Runs the service on this machine.

  npm start [-- options]

  --fresh      empties the data folder first
  --port N     serves HTTP on port N, and HTTPS for client certificates on N+443 (default 3000 and 3443)
  --data DIR   keeps everything in DIR (default .local)
  --help       shows this text`;

/** So that the HTTPS port, 443 above, is a port too. */
const HIGHEST_PORT = 65_535 - 443;

/** @throws Refusal for what is not among them */
export function startArguments(given: readonly string[]): StartArguments {
  const { fresh = false, help = false, data = '.local', port = '3000' } = parsed(given);
  const number = Number(port);

  if (!/^\d+$/.test(port) || number < 1 || number > HIGHEST_PORT) {
    throw new Refusal(`--port takes a number from 1 to ${HIGHEST_PORT}, not "${port}".`);
  }
  if (data === '') throw new Refusal('--data takes the name of a folder.');

  return { fresh, help, dataDir: data, port: number };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        fresh: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        data: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    const [line] = cause instanceof Error ? cause.message.split('. ') : [String(cause)];
    throw new Refusal(`${line}. "npm start -- --help" shows what there is.`, { cause });
  }
}
