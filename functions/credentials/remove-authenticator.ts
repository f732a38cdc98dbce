import { NO_AUTHENTICATOR } from '../../domain/credentials/authenticator.ts';
import { refuse } from '../../domain/result.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { saveAuthenticatorRegistered } from '../adapters/dynamodb/users.ts';
import { removeAuthenticator as contract } from '../contracts/authenticators.ts';
import { ownCredentials } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { credentialChanged } from './credential-changed.ts';

/** C-9: removes the own authenticator app, registered or being enrolled beside it. */
export const removeAuthenticator: Operation<typeof contract> = async ({ actor, now }) => {
  const { user, scope, tenantId } = actor;
  if (ownCredentials(actor).authenticator === undefined) return refuse({ code: 'wrong-state' });

  const { language } = await readTenant(tenantId);

  return done(undefined, {
    writes: [saveAuthenticatorRegistered(scope, user, false)],
    credentials: NO_AUTHENTICATOR,
    mails: [credentialChanged('authenticator-removed', { user, language, now })],
    subjects: [user.userId],
  });
};

export const handler = lambda(contract, removeAuthenticator);
