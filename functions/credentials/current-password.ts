import { type Credentials, canOpen } from '../../domain/credentials/credentials.ts';
import { beginTry, endTry, isUnderWay, type Tries } from '../../domain/credentials/tries.ts';
import {
  type CredentialChanges,
  type CredentialDecision,
  changeCredentials,
  readCredentials,
} from '../adapters/dynamodb/credentials.ts';
import type { Settings } from '../contracts/settings.ts';
import { type Actor, ownCredentials } from '../runtime/actor.ts';
import type { Memory } from '../runtime/memory.ts';
import { verifyPassword } from '../runtime/passwords.ts';

/** Which of the two passwords of a user. */
export type Which = 'login' | 'transaction';

type Request = {
  readonly actor: Actor;
  readonly memory: Memory;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

/** What was found, and the credentials with it: `locked` looks at no password. */
export type CurrentPassword = { readonly verdict: 'right' | 'wrong' | 'locked'; readonly credentials: Credentials };

/**
 * Looks at the current password of a user who changes it, once per request. As at login, a try is saved as under way
 * first, and counts once it is known to be wrong (C-5, C-9).
 */
export async function checkCurrentPassword(which: Which, password: string, request: Request): Promise<CurrentPassword> {
  const { actor, memory, transactionId: tryId } = request;
  let credentials = ownCredentials(actor);

  if (memory.currentPasswordRight === undefined) {
    credentials = await begin(which, request);
    const begun = chosen(which, credentials);
    if (begun === undefined || !isUnderWay(begun, tryId)) return { verdict: 'locked', credentials };

    memory.currentPasswordRight = await verifyPassword(password, begun.hash);
    if (memory.currentPasswordRight) memory.releases.push(() => release(which, request));
  }

  // A password replaced since it was found right took the try with it, and is no longer the current one.
  const current = chosen(which, credentials);
  const stands = current !== undefined && isUnderWay(current, tryId);

  return { verdict: memory.currentPasswordRight && stands ? 'right' : 'wrong', credentials };
}

/** The credentials after a wrong password. */
export function afterWrongPassword(which: Which, credentials: Credentials, request: Request): CredentialChanges {
  return ended(which, credentials, { ...request, right: false });
}

async function begin(which: Which, { actor, transactionId: tryId, now, settings }: Request): Promise<Credentials> {
  return changeCredentials(actor.scope, ownCredentials(actor), (credentials): CredentialDecision => {
    const current = chosen(which, credentials);
    if (current === undefined || isUnderWay(current, tryId)) return 'leave';

    const begun = beginTry(current, { tryId, now }, settings);
    if (begun.ok) return { save: { [which]: begun.value } };

    return begun.refusal.code === 'busy' ? 'wait' : 'leave';
  });
}

/** The request ends without effect: its try is ended as right. */
async function release(which: Which, request: Request): Promise<void> {
  const { actor, transactionId } = request;

  await changeCredentials(actor.scope, await readCredentials(actor.scope, actor.userId), (credentials) => {
    const current = chosen(which, credentials);
    if (current === undefined || !isUnderWay(current, transactionId)) return 'leave';

    return { save: ended(which, credentials, { ...request, right: true }) };
  });
}

function ended(
  which: Which,
  credentials: Credentials,
  { transactionId: tryId, now, settings, right }: Pick<Request, 'transactionId' | 'now' | 'settings'> & { right: boolean },
): CredentialChanges {
  const current = chosen(which, credentials);

  return current === undefined ? {} : { [which]: endTry(current, { tryId, right, now }, settings) };
}

/** The password, if the user has chosen one; another has nothing to be compared with. */
function chosen(which: Which, { login, transaction }: Credentials): (Tries & { readonly hash: string }) | undefined {
  if (which === 'transaction') return transaction.kind === 'chosen' ? transaction : undefined;

  return canOpen(login) && login.kind === 'chosen' ? login : undefined;
}
