import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { killLoop } from '../../scripts/kill-loop/run.ts';

/** Enough to see that it is killed, comes back and is looked at; `npm run kill:loop` does more. */
const ROUNDS = 2;

it('R-4 kill -9 under load loses nothing that was acknowledged and leaves nothing half done', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'business-id-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const reports: string[] = [];

  const verdict = await killLoop({
    rounds: ROUNDS,
    actors: 2,
    dataDir,
    assemblyDir: resolve('cdk.out'),
    report: (line) => reports.push(line),
  });

  expect(verdict.violations).toEqual([]);
  expect(reports).toHaveLength(ROUNDS);
  expect(verdict.traffic.unanswered).toBeGreaterThan(0);
  expect(verdict.companies).toBeGreaterThan(0);
});
