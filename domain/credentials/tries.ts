import { ok, type Result, refuse } from '../result.ts';
import { isLocked, type LockSettings } from './credentials.ts';

/** Wrong tries in a row, counted apart for every secret of a user. */
export type Tries = { readonly failures: number };

/**
 * Spends a try before the secret is looked at, so that tries made at the same time cannot share one (C-5, C-9).
 * The count answered is saved on condition of the count passed in; a success sets it back to 0.
 */
export function spendTry(tries: Tries, settings: LockSettings): Result<Tries, { readonly code: 'locked' }> {
  if (isLocked(tries, settings)) return refuse({ code: 'locked' });

  return ok({ failures: tries.failures + 1 });
}

/** Whether a lock sets in now that the try counted last has failed; of the tries of a row only one does that. */
export function locksNow({ failures }: Tries, { failuresBeforeLock }: LockSettings): boolean {
  return failures === failuresBeforeLock;
}
