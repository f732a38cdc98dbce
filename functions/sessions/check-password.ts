import { invitedCredentials, isTemporaryPasswordGood, type LoginPassword } from '../../domain/credentials/credentials.ts';
import { locksNow, spendTry } from '../../domain/credentials/tries.ts';
import { type Credentials, readCredentials, spend } from '../adapters/dynamodb/credentials.ts';
import { mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import type { Settings } from '../contracts/settings.ts';
import { DECOY_HASH, sameSecret, verifyPassword } from '../runtime/passwords.ts';
import { type Candidate, NOBODY } from './find-candidate.ts';

/** A login password there is something to check against. */
type UsableLogin = Exclude<LoginPassword, { kind: 'reset' }>;

/**
 * `credentials` are as they stand after the try was spent. `toLock` are those of a user whose password is locked now,
 * while nobody has been told yet.
 */
export type Check =
  | { readonly right: true; readonly credentials: UsableCredentials }
  | { readonly right: false; readonly toLock?: UsableCredentials };

type UsableCredentials = Credentials & { readonly login: UsableLogin };

/**
 * C-5: checks a login password. A try is spent by a conditional write before the password is looked at, so that parallel
 * guesses cannot share one. Whatever is wrong (unknown ID, locked, wrong password), the same calls are made and the same
 * hash is computed, so that neither the answer nor its time tells.
 */
export async function checkPassword(
  candidate: Candidate | undefined,
  password: string,
  now: Date,
  settings: Settings,
): Promise<Check> {
  const credentials = candidate && usable(candidate.credentials);
  const tried = credentials && spendTry(credentials.login, settings);

  if (candidate === undefined || credentials === undefined || !tried?.ok) {
    await Promise.all([spend(NOBODY.scope, NOBODYS_CREDENTIALS, {}), verifyPassword(password, DECOY_HASH)]);

    // Locked, but whoever locked it died before telling.
    return credentials && credentials.login.lockedAt === undefined ? { right: false, toLock: credentials } : { right: false };
  }

  const { scope, user } = candidate;
  const login = { ...credentials.login, ...tried.value };
  const spent = await spend(scope, credentials, { login });
  if (spent === undefined)
    return checkPassword({ ...candidate, credentials: await readCredentials(scope, user.userId) }, password, now, settings);

  const after = { ...spent, login };
  if (await isRight(login, password, user.userId, now, settings)) return { right: true, credentials: after };

  return locksNow(login, settings) ? { right: false, toLock: after } : { right: false };
}

function usable(credentials: Credentials): UsableCredentials | undefined {
  const { login } = credentials;

  return login.kind === 'reset' ? undefined : { ...credentials, login };
}

/** A temporary password is derived again and compared; a hash is computed all the same. */
async function isRight(login: UsableLogin, password: string, userId: string, now: Date, settings: Settings): Promise<boolean> {
  if (login.kind === 'chosen') return verifyPassword(password, login.hash);

  const [expected] = await Promise.all([
    mailedSecrets().temporaryLoginPassword(login.causeId, userId),
    verifyPassword(password, DECOY_HASH),
  ]);

  return sameSecret(password, expected) && isTemporaryPasswordGood(login, now, settings);
}

/** With a version no item has: saving them always fails, as late as a real save would be done. */
const NOBODYS_CREDENTIALS: Credentials = { ...invitedCredentials('', new Date(0)), userId: NOBODY.userId, version: 0 };
