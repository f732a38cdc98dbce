import { acceptMailToken, giveBackMailTokenTry, spendMailTokenTry } from '../../domain/credentials/mail-token.ts';
import { locksNow, spendTry } from '../../domain/credentials/tries.ts';
import { type Credentials, moveCredentials, readCredentials, spend } from '../adapters/dynamodb/credentials.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Confirmation } from '../contracts/schemas.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Actor } from './actor.ts';
import { lockChanges } from './lock.ts';
import type { Refused } from './operation.ts';
import { sameSecret, verifyPassword } from './passwords.ts';

/** A confirmation found right. `consume` belongs into the operation's transaction; `giveBack` undoes the tries instead. */
export type Confirmed = {
  readonly ok: true;
  readonly causeId: string;
  readonly consume: Write;
  readonly giveBack: () => Promise<void>;
};

type Context = {
  readonly now: Date;
  readonly settings: Settings;
  /** The cause of the mail token an earlier round of this same request found right: it is not tried again. */
  readonly verified: string | undefined;
};

const FAILED: Refused = { ok: false, refusal: { code: 'confirmation-failed' } };
const LOCKED: Refused = { ok: false, refusal: { code: 'transaction-password-locked' } };

/**
 * C-9, C-10: checks a confirmation. A try of both the transaction password and the mail token is spent by a conditional
 * write before either is looked at, so that parallel guesses cannot share one; right ones are given back with success.
 */
export async function confirm(
  actor: Actor,
  contract: Contract,
  confirmation: Confirmation,
  context: Context,
): Promise<Confirmed | Refused> {
  const { now, settings, verified } = context;
  const credentials = actor.credentials ?? (await readCredentials(actor.scope, actor.userId));

  if (verified !== undefined)
    return credentials.mailTokens.current?.causeId === verified ? confirmed(actor, credentials, settings) : FAILED;

  const password = credentials.transaction;
  // Without a transaction password a required action is pending; no authenticator can be registered yet.
  if (password.kind !== 'chosen' || 'authenticatorCode' in confirmation) return FAILED;

  const tried = spendTry(password, settings);
  if (!tried.ok) return password.lockedAt === undefined ? locked(LOCKED, actor, credentials, now) : LOCKED;

  const binding = { sessionId: actor.address.secretDigest, operation: contract.id };
  const token = spendMailTokenTry(credentials.mailTokens, { binding, now }, settings.mailToken);
  if (!token.ok) return FAILED;

  const transaction = { ...password, ...tried.value };
  const spent = await spend(actor.scope, credentials, { transaction, mailTokens: token.value.tokens });
  if (spent === undefined)
    return confirm({ ...actor, credentials: await readCredentials(actor.scope, actor.userId) }, contract, confirmation, context);

  const [passwordRight, expected] = await Promise.all([
    verifyPassword(confirmation.transactionPassword, password.hash),
    mailedSecrets().mailToken(token.value.token.causeId, actor.userId),
  ]);
  const tokenRight = sameSecret(confirmation.mailToken, expected);

  if (passwordRight && tokenRight) return confirmed(actor, spent, settings);

  if (passwordRight || tokenRight) await giveBack(actor, { password: passwordRight, token: tokenRight }, settings);
  if (!passwordRight && locksNow(tried.value, settings)) return locked(FAILED, actor, spent, now);

  return FAILED;
}

function confirmed(actor: Actor, credentials: Credentials, settings: Settings): Confirmed | Refused {
  const { transaction, mailTokens } = credentials;
  if (transaction.kind !== 'chosen' || mailTokens.current === null) return FAILED;

  return {
    ok: true,
    causeId: mailTokens.current.causeId,
    consume: moveCredentials(actor.scope, credentials, {
      transaction: { ...transaction, failures: 0 },
      mailTokens: acceptMailToken(mailTokens, settings.mailToken),
    }),
    giveBack: () => giveBack(actor, { password: true, token: true }, settings),
  };
}

/** What was right counts as no failure, even where the rest or the operation itself was refused. */
async function giveBack(actor: Actor, right: { password: boolean; token: boolean }, settings: Settings): Promise<void> {
  const credentials = await readCredentials(actor.scope, actor.userId);
  const { transaction, mailTokens } = credentials;

  const saved = await spend(actor.scope, credentials, {
    transaction: right.password && transaction.kind === 'chosen' ? { ...transaction, failures: 0 } : transaction,
    mailTokens: right.token ? giveBackMailTokenTry(mailTokens, settings.mailToken) : mailTokens,
  });

  if (saved === undefined) await giveBack(actor, right, settings);
}

/** The lock is recorded, told and mailed in one transaction, by whoever meets it first. */
async function locked(refused: Refused, actor: Actor, credentials: Credentials, now: Date): Promise<Refused> {
  const { transaction } = credentials;
  if (transaction.kind !== 'chosen') return refused;

  const { language } = await readTenant(actor.tenantId);
  const write = moveCredentials(actor.scope, credentials, { transaction: { ...transaction, lockedAt: now.toISOString() } });

  return {
    ...refused,
    changes: lockChanges('transaction-password', { write, user: actor.user, version: credentials.version + 1, language, now }),
  };
}
