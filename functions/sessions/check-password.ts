import {
  type Credentials,
  canOpen,
  invitedCredentials,
  isTemporaryPasswordGood,
  type LoginPassword,
} from '../../domain/credentials/credentials.ts';
import { beginTry, isUnderWay } from '../../domain/credentials/tries.ts';
import { type CredentialDecision, changeCredentials, saveCredentialsNow } from '../adapters/dynamodb/credentials.ts';
import { mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import type { Settings } from '../contracts/settings.ts';
import { DECOY_HASH, sameSecret, verifyPassword } from '../runtime/passwords.ts';
import { type Candidate, nobody } from './find-candidate.ts';

/** Whether the password was right, and the credentials with the try under way in them (none for nobody). */
export type Check = { readonly right: boolean; readonly credentials?: Credentials };

type Try = { readonly tryId: string; readonly now: Date; readonly settings: Settings };

/**
 * C-5: checks a login password. A try is saved as under way before the password is looked at, so that parallel guesses
 * cannot share one. Whatever is wrong (unknown ID, locked, wrong password), the same calls are made in the same order and
 * the same hash is computed, so that neither the answer nor its time tells.
 */
export async function checkPassword(candidate: Candidate | undefined, password: string, tried: Try): Promise<Check> {
  const credentials = candidate && (await begin(candidate, tried));
  const login = credentials && underWay(credentials.login, tried.tryId);

  const stranger = nobody(tried.tryId);
  if (login === undefined) await saveCredentialsNow(stranger.scope, NOBODYS_CREDENTIALS, {});

  // Both are computed for everybody, a decoy for whichever the user does not have.
  const [matchesHash, derived] = await Promise.all([
    verifyPassword(password, login?.kind === 'chosen' ? login.hash : DECOY_HASH),
    mailedSecrets().temporaryLoginPassword(
      login?.kind === 'temporary' ? login.causeId : tried.tryId,
      candidate?.user.userId ?? stranger.userId,
    ),
  ]);

  const right =
    login?.kind === 'temporary'
      ? sameSecret(password, derived) && isTemporaryPasswordGood(login, tried.now, tried.settings)
      : login !== undefined && matchesHash;

  return { right, ...(credentials && { credentials }) };
}

async function begin({ scope, credentials }: Candidate, { tryId, now, settings }: Try): Promise<Credentials> {
  return changeCredentials(scope, credentials, ({ login }): CredentialDecision => {
    if (!canOpen(login) || isUnderWay(login, tryId)) return 'leave';

    const begun = beginTry(login, { tryId, now }, settings);
    if (begun.ok) return { save: { login: begun.value } };

    return begun.refusal.code === 'busy' ? 'wait' : 'leave';
  });
}

function underWay(login: LoginPassword, tryId: string) {
  return canOpen(login) && isUnderWay(login, tryId) ? login : undefined;
}

/** Of a version no item has: saving them fails, as late as a real save would be done. */
const NOBODYS_CREDENTIALS: Credentials = { ...invitedCredentials('_', '', new Date(0)), version: 0 };
