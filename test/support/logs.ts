import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { localRun } from './local-run.ts';

const PATIENCE_MS = 60_000;

/** Everything the functions have logged, as soon as the request with this X-Request-Id has left its line. */
export async function logsUpTo(requestId: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;

  while (Date.now() < deadline) {
    const folder = localRun().logDir;
    const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    if (logs.some((log) => log.includes(requestId))) return logs.join('\n');

    await delay(50);
  }

  throw new Error(`Request ${requestId} left no line in the logs within ${PATIENCE_MS / 1000} seconds`);
}
