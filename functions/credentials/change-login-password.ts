import { loginPasswordErrors } from '../../domain/credentials/password-rules.ts';
import { personalInformationOf } from '../../domain/credentials/personal-information.ts';
import { NO_TRIES } from '../../domain/credentials/tries.ts';
import { refuse } from '../../domain/result.ts';
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
import { refusedPassword } from './refused-password.ts';
import { equalsOther } from './same-passwords.ts';

/** C-1 to C-3, L-6: changes the own login password. This session goes on, every other one of the user ends. */
export const changeLoginPassword: Operation<typeof contract> = async (request) => {
  const { actor, input, now, settings } = request;
  const { user, scope, address } = actor;
  const tenant = await readTenant(actor.tenantId);

  const personal = personalInformationOf(user, tenant);
  const errors = loginPasswordErrors(input.newPassword, {
    length: settings.loginPasswordLength,
    personal,
    pointer: '/newPassword',
  });
  if (errors.length > 0) return refuse({ code: 'rule-violation', errors });
  if (await equalsOther('login', input.newPassword, ownCredentials(actor))) {
    return refuse({ code: 'rule-violation', errors: [{ pointer: '/newPassword', code: 'passwords-equal' }] });
  }

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
