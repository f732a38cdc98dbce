import { NO_TRIES } from '../../domain/credentials/tries.ts';
import { saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { carrySession } from '../adapters/dynamodb/sessions.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { endSessions } from '../adapters/dynamodb/users.ts';
import { changeLoginPassword as contract } from '../contracts/credentials.ts';
import { ownCredentials } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { hashPassword } from '../runtime/passwords.ts';
import { credentialChanged } from './credential-changed.ts';
import { checkCurrentPassword } from './current-password.ts';
import { newPasswordRefused } from './new-password.ts';
import { refusedPassword } from './refused-password.ts';

/** C-1 to C-3, L-6: changes the own login password. This session goes on, every other one of the user ends. */
export const changeLoginPassword: Operation<typeof contract> = async (request) => {
  const { actor, input, now, settings } = request;
  const { user, scope, address } = actor;
  const tenant = await readTenant(actor.tenantId);

  const credentials = ownCredentials(actor);
  const refused = await newPasswordRefused('login', input.newPassword, { user, tenant, credentials, settings });
  if (refused) return refused;

  const current = await checkCurrentPassword('login', input.currentPassword, request);
  if (current.verdict !== 'right') return refusedPassword('login', current, request);

  const hash = await hashPassword(input.newPassword);

  return done(undefined, {
    writes: [
      saveCredentials(scope, current.credentials, { login: { kind: 'chosen', hash, ...NO_TRIES } }),
      endSessions(scope, user),
      carrySession(address, user.epoch + 1),
    ],
    mails: [credentialChanged('login-password', { user, language: tenant.language, now })],
    subjects: [user.userId],
  });
};

export const handler = lambda(contract, changeLoginPassword);
