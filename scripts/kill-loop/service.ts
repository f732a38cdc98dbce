import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkPorts } from '../../local/listeners.ts';

const START = resolve(import.meta.dirname, '../../local/start.ts');

/** What `npm start` prints when everything runs. */
const STARTED = 'Ctrl-C stops everything';

/** The process of `npm start`, over one data folder and port, however often it is killed and started. */
export type Service = {
  readonly url: string;
  /** Resolves while it answers. */
  up(): Promise<void>;
  start(): void;
  /** `kill -9`: of the process alone, which leaves DynamoDB Local behind, or of both at once. */
  kill(whom: 'process' | 'both'): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
};

/** @throws when a start ends by itself, from `up` */
export function serviceOver(dataDir: string, port: number): Service {
  let child: ChildProcess | undefined;
  let ready = Promise.withResolvers<void>();

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ending = child;
    child = undefined;
    ready = Promise.withResolvers();
    if (!ending || ending.exitCode !== null) return;

    ending.kill(signal);
    await once(ending, 'close');
  }

  return {
    url: `http://127.0.0.1:${port}`,
    up: () => ready.promise,
    start: () => {
      const started = spawn(process.execPath, [START, '--data', dataDir, '--port', String(port)], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const mine = ready;
      let output = '';
      child = started;

      for (const stream of [started.stdout, started.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes(STARTED)) mine.resolve();
        });
      }
      started.once('close', (code) => {
        if (child === started) mine.reject(new Error(`The service ended by itself with ${code}:\n${output}`));
      });
    },
    kill: async (whom) => {
      const dynamoDb = whom === 'both' ? dynamoDbLocal(dataDir) : undefined;
      const ended = end('SIGKILL');
      if (dynamoDb !== undefined) killIfRunning(dynamoDb);
      await ended;
    },
    stop: () => end('SIGTERM'),
  };
}

/** A port that is free, as is the one for HTTPS above it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 40_000);
    const isFree = await checkPorts(port).then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
}

/** The ID of the process that holds the tables; none before it has started. */
function dynamoDbLocal(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'dynamodb', 'dynamodb-local.pid'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
