import { type FailureCount, isRunning, secondsToWait } from '../../domain/credentials/failure-rate.ts';
import { sourceOf } from '../../domain/credentials/source-network.ts';
import { addFailure, beginFailures, type FailuresOf } from '../adapters/dynamodb/login-failures.ts';
import type { Settings } from '../contracts/settings.ts';

/** The counts a login is limited by. */
export type Counted = { readonly loginId: FailuresOf; readonly source: FailuresOf };

/** Those counts as they were read. */
export type FailuresRead = Record<keyof Counted, FailureCount | undefined>;

/** @param mac of the login ID as submitted, whether anybody has it or not */
export function countedBy(mac: string, ip: string): Counted {
  return { loginId: { whose: 'id', name: mac }, source: { whose: 'source', name: sourceOf(ip) } };
}

/** After how many seconds a login may be tried again, when there were too many failures; `undefined` = now. */
export function loginLimit({ loginId, source }: FailuresRead, now: Date, settings: Settings): number | undefined {
  const { perLoginId, perSource } = settings.loginFailuresPerMinute;
  const waits = [secondsToWait(loginId, perLoginId, now), secondsToWait(source, perSource, now)];

  return waits.reduce((longest, wait) => (longest === undefined || (wait ?? 0) > longest ? wait : longest), undefined);
}

/**
 * Counts a failed login, for its login ID and for its source. Logins that are looked at in the same moment have read the
 * same counts, so that a few more than the limit may get through together; how often one password can be guessed is
 * bounded by its lock (C-5), not by this.
 */
export async function countFailure(counted: Counted, read: FailuresRead, now: Date): Promise<void> {
  await Promise.all([countOne(counted.loginId, read.loginId, now), countOne(counted.source, read.source, now)]);
}

async function countOne(failuresOf: FailuresOf, read: FailureCount | undefined, now: Date): Promise<void> {
  if (!isRunning(read, now) && (await beginFailures(failuresOf, read, now))) return;

  await addFailure(failuresOf);
}
