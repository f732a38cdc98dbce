import { enrol } from '../../domain/credentials/authenticator.ts';
import { requiredActions } from '../../domain/users/user.ts';
import { encryptAuthenticatorSecret } from '../adapters/kms/authenticator-secrets.ts';
import { enrolAuthenticator as contract } from '../contracts/authenticators.ts';
import type { Settings } from '../contracts/settings.ts';
import { type Actor, ownCredentials } from '../runtime/actor.ts';
import { newAuthenticatorSecret, shownSecret } from '../runtime/authenticator-codes.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** C-9, C-11: shows the secret of an authenticator app that is to be registered. A registered one goes on until then. */
export const enrolAuthenticator: Operation<typeof contract> = async ({ actor, now, settings, confirm }) => {
  const unconfirmed = isConfirmed(actor, settings) ? await confirm() : undefined;
  if (unconfirmed) return unconfirmed;

  const secret = newAuthenticatorSecret();
  const encrypted = await encryptAuthenticatorSecret(secret, actor.userId);

  return done(shownSecret(secret, actor.userId), {
    credentials: { authenticatorEnrolment: enrol(encrypted, now) },
    subjects: [actor.userId],
  });
};

/**
 * C-13: while something is pending that comes before any confirmation, none can be asked for. But whoever has got hold of
 * a mailbox, and so of a reset code, must not put another app in the place of the registered one.
 */
function isConfirmed(actor: Actor, settings: Settings): boolean {
  return requiredActions(actor.user, settings).length === 0 || ownCredentials(actor).authenticator !== undefined;
}

export const handler = lambda(contract, enrolAuthenticator);
