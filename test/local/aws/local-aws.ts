import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aws, startAws } from '../../../local/aws/start.ts';
import { type LocalClock, startClock } from '../../../local/clock.ts';
import { openState, type State } from '../../../local/state.ts';
import type { Assembly } from '../../../local/template/assembly.ts';
import { REGION } from './hand-made.ts';

export type LocalAws = {
  readonly aws: Aws;
  readonly clock: LocalClock;
  readonly state: State;
  readonly dataDir: string;
  /** What the developer would have read on the terminal. */
  readonly reports: string[];
  /** Configuration for any SDK client that acts as a role. */
  as(roleName: string): ClientConfiguration;
  stop(): Promise<void>;
};

export type ClientConfiguration = {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
};

/** A local AWS over an assembly, in a data folder of its own unless one is given. SDK clients do not retry, so that tests see each answer. */
export async function startLocalAws(
  assembly: Assembly,
  { dataDir = newDataDir(), transactionHoldMs }: { dataDir?: string; transactionHoldMs?: number } = {},
): Promise<LocalAws> {
  const reports: string[] = [];
  const state = openState(dataDir);
  const clock = startClock(state, (failure) => reports.push(String(failure)));
  const aws = await startAws({
    assembly,
    clock,
    state,
    dataDir,
    report: (line) => reports.push(line),
    ...(transactionHoldMs !== undefined && { transactionHoldMs }),
  }).catch((cause) => {
    clock.close();
    state.close();
    throw cause;
  });

  return {
    aws,
    clock,
    state,
    dataDir,
    reports,
    as: (roleName) => ({
      endpoint: aws.endpointUrl,
      region: REGION,
      maxAttempts: 1,
      credentials: { ...aws.credentialsFor(`arn:aws:iam::${assembly.accountId}:role/${roleName}`) },
    }),
    stop: async () => {
      await aws.close();
      clock.close();
      state.close();
    },
  };
}

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'local-aws-'));
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}
