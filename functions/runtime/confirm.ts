import type { Credentials } from '../../domain/credentials/credentials.ts';
import { beginTry, endTry, isUnderWay } from '../../domain/credentials/tries.ts';
import {
  type CredentialChanges,
  type CredentialDecision,
  changeCredentials,
  readCredentials,
} from '../adapters/dynamodb/credentials.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Confirmation } from '../contracts/schemas.ts';
import type { Settings } from '../contracts/settings.ts';
import { type Actor, ownCredentials } from './actor.ts';
import { type Lockable, tellLocks, untoldLocks } from './confirmation-locks.ts';
import { targetOf } from './confirmation-target.ts';
import type { ConfirmationVerdict, Memory } from './memory.ts';
import type { ConfirmationProblem, Refused } from './operation.ts';
import { verifyPassword } from './passwords.ts';
import { type BegunFactor, beginFactor, endFactor, factorStands, isFactorRight, lookAtFactor } from './second-factor.ts';

/** A confirmation found right: the credentials it was found with, and what becomes of them once it has confirmed something. */
export type Confirmed = { readonly ok: true; readonly credentials: Credentials; readonly consumed: CredentialChanges };

/** A confirmation refused; `changes` are what the refusal leaves behind, decided on these credentials. */
export type NotConfirmed = Refused<ConfirmationProblem> & { readonly credentials: Credentials };

type Context = {
  readonly input: object;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
  readonly memory: Memory;
};

/**
 * C-9 to C-11: checks a confirmation. A try of the transaction password and of the mail token or the authenticator is saved as
 * under way before either is looked at; how it ended is saved with whatever the request then does. Secrets are looked at
 * once per request: when it is decided again, the verdict stands, but the token or code must still be there to be used.
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
    memory.confirmation = await look(confirmation, begun, context);
    if (isRight(memory.confirmation)) memory.releases.push(() => release(actor, context));
  }

  return outcome(actor, credentials, memory.confirmation, context);
}

type Begun = { readonly ok: true; readonly credentials: Credentials; readonly begun: BegunFactor };

async function begin(
  actor: Actor,
  contract: Contract,
  confirmation: Confirmation,
  context: Context,
): Promise<Begun | NotConfirmed> {
  const { transactionId: tryId, now, settings } = context;
  const target = targetOf(contract, context.input);
  let begun: BegunFactor | undefined;
  let locked: Lockable | undefined;

  const credentials = await changeCredentials(actor.scope, ownCredentials(actor), (current): CredentialDecision => {
    const { transaction } = current;
    if (transaction.kind === 'chosen' && isUnderWay(transaction, tryId)) return 'leave';

    begun = undefined;
    locked = undefined;
    // Without a transaction password a required action is pending.
    if (transaction.kind !== 'chosen') return 'leave';

    const tried = beginTry(transaction, { tryId, now }, settings);
    if (!tried.ok && tried.refusal.code === 'busy') return 'wait';
    if (!tried.ok) {
      locked = 'transaction-password';
      return 'leave';
    }

    const factor = beginFactor(current, { actor, contract, confirmation, target }, { tryId, now, settings });
    if (!factor.ok && factor.refusal.code === 'busy') return 'wait';
    if (!factor.ok) {
      locked = factor.refusal.code === 'locked' ? 'authenticator' : undefined;
      return 'leave';
    }

    begun = factor.value.begun;
    return { save: { transaction: tried.value, ...factor.value.changes } };
  });

  if (locked !== undefined) return lockedOut(actor, credentials, locked, context);
  if (begun === undefined) return { ok: false, refusal: { code: 'confirmation-failed' }, credentials };

  return { ok: true, credentials, begun };
}

async function look(confirmation: Confirmation, begun: Begun, context: Context): Promise<ConfirmationVerdict> {
  const { transaction } = begun.credentials;
  if (transaction.kind !== 'chosen') throw new Error('A try began without what it tries');

  const [passwordRight, factor] = await Promise.all([
    verifyPassword(confirmation.transactionPassword, transaction.hash),
    lookAtFactor(confirmation, begun, context.now),
  ]);

  return { tryId: context.transactionId, passwordRight, factor };
}

/** What a verdict means for the credentials as they are now. */
async function outcome(
  actor: Actor,
  credentials: Credentials,
  verdict: ConfirmationVerdict,
  { now, settings }: Context,
): Promise<Confirmed | NotConfirmed> {
  const { transaction } = credentials;
  const { factor, tryId } = verdict;
  // A password or a factor replaced since they were found right confirms nothing.
  const stands = transaction.kind === 'chosen' && isUnderWay(transaction, tryId) && factorStands(credentials, factor, tryId);
  const used = isRight(verdict) && stands;
  const after = ended(credentials, verdict, used, now, settings);

  if (used) return { ok: true, credentials, consumed: after };

  const told = await tellLocks(actor, credentials, after, now);

  return { ok: false, refusal: { code: 'confirmation-failed' }, credentials, changes: { ...told, credentials: after } };
}

function ended(
  credentials: Credentials,
  { tryId, passwordRight, factor }: ConfirmationVerdict,
  used: boolean,
  now: Date,
  settings: Settings,
): CredentialChanges {
  const { transaction, authenticator } = credentials;
  const passwordTried = transaction.kind === 'chosen' && isUnderWay(transaction, tryId);
  // Ended already: by this very request, whose answer was lost.
  const factorTried =
    factor.kind === 'mail-token' ? passwordTried : authenticator !== undefined && isUnderWay(authenticator, tryId);

  return {
    ...(passwordTried && { transaction: endTry(transaction, { tryId, right: passwordRight, now }, settings) }),
    ...(factorTried && endFactor(credentials, factor, used, { tryId, now, settings })),
  };
}

/** Locked: and should whoever locked it have died before telling, it is told now. */
async function lockedOut(
  actor: Actor,
  credentials: Credentials,
  locked: Lockable,
  { now, settings }: Context,
): Promise<NotConfirmed> {
  const code = locked === 'authenticator' ? 'confirmation-failed' : 'transaction-password-locked';
  const refused = { ok: false, refusal: { code }, credentials } as const;
  const untold = untoldLocks(credentials, locked, now, settings);

  return untold === undefined
    ? refused
    : { ...refused, changes: { ...(await tellLocks(actor, credentials, untold, now)), credentials: untold } };
}

/** The request ends without effect: the tries are ended as right, and token or code can be used again. */
async function release({ scope, userId }: Actor, { now, settings, memory }: Context): Promise<void> {
  const verdict = memory.confirmation;
  if (verdict === undefined) return;

  await changeCredentials(scope, await readCredentials(scope, userId), (credentials) => {
    const save = ended(credentials, verdict, false, now, settings);

    return Object.keys(save).length === 0 ? 'leave' : { save };
  });
}

function isRight({ passwordRight, factor }: ConfirmationVerdict): boolean {
  return passwordRight && isFactorRight(factor);
}
