import { ok, type Result, refuse } from '../result.ts';

/** Named as in the settings file. `unlockAfterMinutes`: a lock ends by itself after so long; without it, or null, never. */
export type LockSettings = { readonly failuresBeforeLock: number; readonly unlockAfterMinutes?: number | null };

/**
 * Tries of one secret (C-5, C-9). A try is saved as under way before the secret is looked at, so that tries made at the
 * same time cannot share one, and is counted once it is known to be wrong: a right secret never counts, however many
 * ask at once.
 */
export type Tries = {
  /** Wrong in a row. */
  readonly failures: number;
  /** When each try under way began (RFC 3339), by its ID. */
  readonly underWay: Readonly<Record<string, string>>;
  /** When so many failures locked the secret, and the user was told. */
  readonly lockedAt?: string;
};

export const NO_TRIES: Tries = { failures: 0, underWay: {} };

/** `busy`: as many tries are under way as could still fail; wait for one of them to end. */
export type TryRefused = { readonly code: 'locked' } | { readonly code: 'busy' };

/** No request takes this long: whoever began the try died, and it counts as wrong. */
const ABANDONED_AFTER_MS = 60_000;

/** Whether so many failures in a row have locked a secret, and the lock has not ended by itself. */
export function isLocked(tries: Pick<Tries, 'failures' | 'lockedAt'>, now: Date, settings: LockSettings): boolean {
  return tries.failures >= settings.failuresBeforeLock && !isLockOver(tries, now, settings);
}

/** A lock that nobody was told of has not begun to end: the user could not know. */
function isLockOver({ lockedAt }: Pick<Tries, 'lockedAt'>, now: Date, { unlockAfterMinutes }: LockSettings): boolean {
  if (lockedAt === undefined || unlockAfterMinutes == null) return false;

  return now.getTime() >= Date.parse(lockedAt) + unlockAfterMinutes * 60_000;
}

/** Begins a try, unless the secret is locked or would be if every try under way turned out wrong. */
export function beginTry<T extends Tries>(
  tries: T,
  { tryId, now }: { readonly tryId: string; readonly now: Date },
  settings: LockSettings,
): Result<T, TryRefused> {
  const current = countAbandoned(withoutEndedLock(tries, now, settings), now);

  if (isLocked(current, now, settings)) return refuse({ code: 'locked' });
  if (current.failures + Object.keys(current.underWay).length >= settings.failuresBeforeLock) return refuse({ code: 'busy' });

  // A lock that another limit has lifted is over: the next one is told anew.
  return ok({ ...current, lockedAt: undefined, underWay: { ...current.underWay, [tryId]: now.toISOString() } });
}

/** Whether a try has begun and not ended. */
export function isUnderWay({ underWay }: Pick<Tries, 'underWay'>, tryId: string): boolean {
  return Object.hasOwn(underWay, tryId);
}

/** Ends a try: a right one ends the row of failures, the last wrong one of a row locks. Ending one twice changes nothing. */
export function endTry<T extends Tries>(
  tries: T,
  { tryId, right, now }: { readonly tryId: string; readonly right: boolean; readonly now: Date },
  settings: LockSettings,
): T {
  if (!isUnderWay(tries, tryId)) return tries;

  const current = withoutEndedLock(tries, now, settings);
  const { [tryId]: _, ...underWay } = current.underWay;
  if (right) return { ...current, underWay, failures: isLocked(current, now, settings) ? current.failures : 0 };

  const failures = current.failures + 1;

  return lockIfDue({ ...current, underWay, failures }, now, settings);
}

/** A secret that abandoned tries have locked while nobody was told: the state with the lock in it. `undefined` otherwise. */
export function untoldLock<T extends Tries>(tries: T, now: Date, settings: LockSettings): T | undefined {
  const current = withoutEndedLock(tries, now, settings);
  const locked = lockIfDue(countAbandoned(current, now), now, settings);

  return current.lockedAt === undefined && locked.lockedAt !== undefined ? locked : undefined;
}

/** With a lock that has ended, the row of failures behind it is over as well: the next lock is told anew. */
function withoutEndedLock<T extends Tries>(tries: T, now: Date, settings: LockSettings): T {
  return isLockOver(tries, now, settings) ? { ...tries, failures: 0, lockedAt: undefined } : tries;
}

function lockIfDue<T extends Tries>(tries: T, now: Date, settings: LockSettings): T {
  return isLocked(tries, now, settings) && tries.lockedAt === undefined ? { ...tries, lockedAt: now.toISOString() } : tries;
}

function countAbandoned<T extends Tries>(tries: T, now: Date): T {
  const isAbandoned = (begun: string) => now.getTime() - Date.parse(begun) > ABANDONED_AFTER_MS;
  const alive = Object.entries(tries.underWay).filter(([, begun]) => !isAbandoned(begun));
  const abandoned = Object.keys(tries.underWay).length - alive.length;

  return abandoned === 0 ? tries : { ...tries, failures: tries.failures + abandoned, underWay: Object.fromEntries(alive) };
}
