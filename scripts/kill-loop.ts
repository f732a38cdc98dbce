import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStack } from '../local/build.ts';
import { killLoop } from './kill-loop/run.ts';

/** `npm run kill:loop -- --rounds 50`: kills the local run again and again under load, and looks whether anything is lost. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1');

const root = resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'business-id-kill-loop-'));

try {
  await buildStack(root, console.log);
  const verdict = await killLoop({ rounds, actors: 6, dataDir, assemblyDir: join(root, 'cdk.out'), report: console.log });
  const { traffic, companies, users, events, mails, violations } = verdict;

  for (const violation of violations) console.error(violation);
  console.log(
    `${rounds} rounds, ${traffic.acknowledged} requests acknowledged after ${traffic.unanswered} without an answer: ` +
      `${companies} companies, ${users} users, ${events} events, ${mails} mails; ` +
      (violations.length === 0 ? 'nothing lost, nothing half done.' : `${violations.length} violations.`),
  );
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
