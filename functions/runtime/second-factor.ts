import { endAuthenticatorTry } from '../../domain/credentials/authenticator.ts';
import type { Credentials } from '../../domain/credentials/credentials.ts';
import { beginMailTokenTry, endMailTokenTry } from '../../domain/credentials/mail-token.ts';
import { beginTry, isUnderWay } from '../../domain/credentials/tries.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { CredentialChanges } from '../adapters/dynamodb/credentials.ts';
import { decryptAuthenticatorSecret } from '../adapters/kms/authenticator-secrets.ts';
import { mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Confirmation } from '../contracts/schemas.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Actor } from './actor.ts';
import { checkCode } from './authenticator-codes.ts';
import type { FactorVerdict } from './memory.ts';
import { sameSecret } from './passwords.ts';

/** The second factor of a confirmation whose try has begun. */
export type BegunFactor = { readonly kind: 'mail-token'; readonly causeId: string } | { readonly kind: 'authenticator' };

/** `none`: nothing there that could confirm. */
type FactorRefused = { readonly code: 'none' } | { readonly code: 'locked' } | { readonly code: 'busy' };

/** Who confirms what: `target` is what the request is about, where the operation has one (C-10). */
type Confirming = {
  readonly actor: Actor;
  readonly contract: Contract;
  readonly confirmation: Confirmation;
  readonly target: string | undefined;
};

type Try = { readonly tryId: string; readonly now: Date; readonly settings: Settings };

/**
 * C-9, C-10, C-13: begins a try of the second factor, mail token or authenticator. Once an authenticator is registered a mail
 * token confirms nothing but what the contract says; with `authenticator-only` it never does.
 */
export function beginFactor(
  { authenticator, mailTokens }: Credentials,
  { actor, contract, confirmation, target }: Confirming,
  { tryId, now, settings }: Try,
): Result<{ readonly begun: BegunFactor; readonly changes: CredentialChanges }, FactorRefused> {
  if ('authenticatorCode' in confirmation) {
    if (authenticator === undefined) return refuse({ code: 'none' });
    const tried = beginTry(authenticator, { tryId, now }, settings);

    return tried.ok ? ok({ begun: { kind: 'authenticator' }, changes: { authenticator: tried.value } }) : tried;
  }

  const serves = authenticator === undefined || contract.mailTokenAlways === true;
  if (!serves || settings.confirmationFactors === 'authenticator-only') return refuse({ code: 'none' });

  const sessionId = actor.address.secretDigest;
  const binding = { sessionId, operation: contract.id, ...(target !== undefined && { target }) };
  const token = beginMailTokenTry(mailTokens, { binding, now });
  if (!token.ok) return refuse({ code: 'none' });

  const { causeId, tokens } = token.value;

  return ok({ begun: { kind: 'mail-token', causeId }, changes: { mailTokens: tokens } });
}

/** Compares what was sent, in constant time. */
export async function lookAtFactor(
  confirmation: Confirmation,
  { begun, credentials }: { readonly begun: BegunFactor; readonly credentials: Credentials },
  now: Date,
): Promise<FactorVerdict> {
  const { authenticator, userId } = credentials;

  if (begun.kind === 'mail-token' && 'mailToken' in confirmation) {
    const expected = await mailedSecrets().mailToken(begun.causeId, userId);

    return { ...begun, right: sameSecret(confirmation.mailToken, expected) };
  }
  if ('authenticatorCode' in confirmation && authenticator !== undefined) {
    const secret = await decryptAuthenticatorSecret(authenticator.secret, userId);
    const code = checkCode(confirmation.authenticatorCode, { ...authenticator, secret, now });

    return { kind: 'authenticator', secret: authenticator.secret, code };
  }

  throw new Error('A try began without what it tries');
}

export function isFactorRight(factor: FactorVerdict): boolean {
  return factor.kind === 'mail-token' ? factor.right : factor.code.kind === 'right';
}

/** Whether what was found right is still there to be used: not replaced, and not used by another request since (C-11). */
export function factorStands({ mailTokens, authenticator }: Credentials, factor: FactorVerdict, tryId: string): boolean {
  if (factor.kind === 'mail-token') return mailTokens.current?.causeId === factor.causeId;
  if (authenticator?.secret !== factor.secret || !isUnderWay(authenticator, tryId)) return false;

  return factor.code.kind === 'right' && factor.code.step > authenticator.lastStep;
}

/** What becomes of the second factor; `used`: it has confirmed something, and does not do so again. */
export function endFactor(
  { mailTokens, authenticator }: Credentials,
  factor: FactorVerdict,
  used: boolean,
  { tryId, now, settings }: Try,
): CredentialChanges {
  if (factor.kind === 'mail-token') {
    const right = used ? 'used' : 'unused';
    const outcome = factor.right ? right : 'wrong';

    return { mailTokens: endMailTokenTry(mailTokens, { causeId: factor.causeId, outcome, now }, settings.mailToken) };
  }
  if (authenticator?.secret !== factor.secret) return {};

  const outcome = used ? 'served' : 'unused';

  return { authenticator: endAuthenticatorTry(authenticator, { tryId, verdict: factor.code, outcome, now }, settings) };
}
