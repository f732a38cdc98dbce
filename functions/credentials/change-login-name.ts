import { checkLoginName } from '../../domain/credentials/login-name.ts';
import { refuse } from '../../domain/result.ts';
import { claimLoginId, findLoginId, releaseLoginName } from '../adapters/dynamodb/login-ids.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { saveLoginName } from '../adapters/dynamodb/users.ts';
import { changeLoginName as contract } from '../contracts/credentials.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { credentialChanged } from './credential-changed.ts';

/** P-6: chooses another login name. Two who want the same one race for its item; the other finds it taken. */
export const changeLoginName: Operation<typeof contract> = async ({ actor, input, now }) => {
  const { user, scope, tenantId } = actor;
  const checked = checkLoginName(input.loginName);
  if (!checked.ok) return refuse({ code: 'rule-violation', errors: [checked.refusal] });

  const loginName = checked.value;
  if (loginName === user.loginName) return done(undefined);

  const [owner, { language }] = await Promise.all([findLoginId(loginName), readTenant(tenantId)]);
  if (owner !== undefined) return refuse({ code: 'duplicate-name' });

  return done(undefined, {
    writes: [
      claimLoginId(loginName, { scope, userId: user.userId }),
      ...(user.loginName === undefined ? [] : [releaseLoginName(user.loginName)]),
      saveLoginName(scope, user, loginName),
    ],
    mails: [credentialChanged('login-name', { user, language, now })],
    subjects: [user.userId],
  });
};

export const handler = lambda(contract, changeLoginName);
