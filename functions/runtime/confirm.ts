import type { Credentials } from '../../domain/credentials/credentials.ts';
import { beginMailTokenTry, endMailTokenTry } from '../../domain/credentials/mail-token.ts';
import { beginTry, endTry, isUnderWay, untoldLock } from '../../domain/credentials/tries.ts';
import {
  type CredentialChanges,
  type CredentialDecision,
  changeCredentials,
  readCredentials,
} from '../adapters/dynamodb/credentials.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Confirmation } from '../contracts/schemas.ts';
import type { Settings } from '../contracts/settings.ts';
import { type Actor, ownCredentials } from './actor.ts';
import { lockTold } from './lock.ts';
import type { ConfirmationVerdict, Memory } from './memory.ts';
import type { ConfirmationProblem, Refused } from './operation.ts';
import { sameSecret, verifyPassword } from './passwords.ts';

/** A confirmation found right: the credentials it was found with, and what becomes of them once it has confirmed something. */
export type Confirmed = { readonly ok: true; readonly credentials: Credentials; readonly consumed: CredentialChanges };

/** A confirmation refused; `changes` are what the refusal leaves behind, decided on these credentials. */
export type NotConfirmed = Refused<ConfirmationProblem> & { readonly credentials: Credentials };

type Context = { readonly transactionId: string; readonly now: Date; readonly settings: Settings; readonly memory: Memory };

/**
 * C-9, C-10: checks a confirmation. A try of transaction password and mail token is saved as under way before either is
 * looked at; how it ended is saved with whatever the request then does. Secrets are looked at once per request: when it
 * is decided again, the verdict stands, but the token must still be there to be used.
 */
export async function confirm(
  actor: Actor,
  contract: Contract,
  confirmation: Confirmation,
  context: Context,
): Promise<Confirmed | NotConfirmed> {
  const { memory } = context;
  let credentials = ownCredentials(actor);

  if (memory.confirmation === undefined) {
    const begun = await begin(actor, contract, confirmation, context);
    if (!begun.ok) return begun;

    credentials = begun.credentials;
    memory.confirmation = await look(actor, credentials, confirmation, begun);
    if (isRight(memory.confirmation)) memory.release = () => release(actor, context);
  }

  return outcome(actor, credentials, memory.confirmation, context);
}

type Begun = { readonly ok: true; readonly credentials: Credentials; readonly tryId: string; readonly causeId: string };

async function begin(
  actor: Actor,
  contract: Contract,
  confirmation: Confirmation,
  context: Context,
): Promise<Begun | NotConfirmed> {
  const { transactionId: tryId, now, settings } = context;
  const binding = { sessionId: actor.address.secretDigest, operation: contract.id };
  let causeId: string | undefined;
  let locked = false;

  const credentials = await changeCredentials(
    actor.scope,
    ownCredentials(actor),
    ({ transaction, mailTokens }): CredentialDecision => {
      if (transaction.kind === 'chosen' && isUnderWay(transaction, tryId)) return 'leave';

      causeId = undefined;
      locked = false;
      // Without a transaction password a required action is pending; no authenticator can be registered yet.
      if (transaction.kind !== 'chosen' || 'authenticatorCode' in confirmation) return 'leave';

      const tried = beginTry(transaction, { tryId, now }, settings);
      locked = !tried.ok && tried.refusal.code === 'locked';
      if (!tried.ok) return locked ? 'leave' : 'wait';

      const token = beginMailTokenTry(mailTokens, { binding, now });
      causeId = token.ok ? token.value.causeId : undefined;

      return token.ok ? { save: { transaction: tried.value, mailTokens: token.value.tokens } } : 'leave';
    },
  );

  if (locked) return lockedOut(actor, credentials, context);
  if (causeId === undefined) return { ok: false, refusal: { code: 'confirmation-failed' }, credentials };

  return { ok: true, credentials, tryId, causeId };
}

async function look(
  { userId }: Actor,
  { transaction }: Credentials,
  confirmation: Confirmation,
  { tryId, causeId }: Begun,
): Promise<ConfirmationVerdict> {
  if (transaction.kind !== 'chosen' || !('mailToken' in confirmation)) throw new Error('A try began without what it tries');

  const [passwordRight, expected] = await Promise.all([
    verifyPassword(confirmation.transactionPassword, transaction.hash),
    mailedSecrets().mailToken(causeId, userId),
  ]);

  return { tryId, causeId, passwordRight, tokenRight: sameSecret(confirmation.mailToken, expected) };
}

/** What a verdict means for the credentials as they are now. */
async function outcome(
  actor: Actor,
  credentials: Credentials,
  verdict: ConfirmationVerdict,
  { now, settings }: Context,
): Promise<Confirmed | NotConfirmed> {
  const { transaction, mailTokens } = credentials;
  // A password or a token replaced since they were found right confirms nothing.
  const stands = transaction.kind === 'chosen' && isUnderWay(transaction, verdict.tryId);
  const used = isRight(verdict) && stands && mailTokens.current?.causeId === verdict.causeId;
  const after = ended(credentials, verdict, used ? 'used' : 'unused', now, settings);

  if (used) return { ok: true, credentials, consumed: after };

  const told =
    lockedAt(after) !== undefined && lockedAt(credentials) === undefined ? await tellLock(actor, credentials, now) : {};

  return { ok: false, refusal: { code: 'confirmation-failed' }, credentials, changes: { ...told, credentials: after } };
}

function ended(
  { transaction, mailTokens }: Credentials,
  { tryId, causeId, passwordRight, tokenRight }: ConfirmationVerdict,
  token: 'used' | 'unused',
  now: Date,
  settings: Settings,
): CredentialChanges {
  // Ended already: by this very request, whose answer was lost.
  if (transaction.kind !== 'chosen' || !isUnderWay(transaction, tryId)) return {};

  return {
    transaction: endTry(transaction, { tryId, right: passwordRight, now }, settings),
    mailTokens: endMailTokenTry(mailTokens, { causeId, outcome: tokenRight ? token : 'wrong', now }, settings.mailToken),
  };
}

/** Locked: and should whoever locked it have died before telling, it is told now. */
async function lockedOut(actor: Actor, credentials: Credentials, { now, settings }: Context): Promise<NotConfirmed> {
  const refused = { ok: false, refusal: { code: 'transaction-password-locked' }, credentials } as const;
  const { transaction } = credentials;
  const lock = transaction.kind === 'chosen' ? untoldLock(transaction, now, settings) : undefined;

  return lock
    ? { ...refused, changes: { ...(await tellLock(actor, credentials, now)), credentials: { transaction: lock } } }
    : refused;
}

async function tellLock({ tenantId, user }: Actor, { version }: Credentials, now: Date) {
  const { language } = await readTenant(tenantId);

  return lockTold('transaction-password', { user, version: version + 1, language, now });
}

/** The request ends without effect: the try is ended as right, and the token can be used again. */
async function release({ scope, userId }: Actor, { now, settings, memory }: Context): Promise<void> {
  const verdict = memory.confirmation;
  if (verdict === undefined) return;

  await changeCredentials(scope, await readCredentials(scope, userId), (credentials) => {
    const save = ended(credentials, verdict, 'unused', now, settings);

    return save.transaction === undefined ? 'leave' : { save };
  });
}

function lockedAt({ transaction }: CredentialChanges): string | undefined {
  return transaction?.kind === 'chosen' ? transaction.lockedAt : undefined;
}

function isRight({ passwordRight, tokenRight }: ConfirmationVerdict): boolean {
  return passwordRight && tokenRight;
}
