import type { Credentials } from '../../domain/credentials/credentials.ts';
import { personalInformationOf } from '../../domain/credentials/personal-information.ts';
import { setUpInitially as decideSetUp } from '../../domain/credentials/set-up-initially.ts';
import { NO_TRIES } from '../../domain/credentials/tries.ts';
import { refuse } from '../../domain/result.ts';
import { carrySession } from '../adapters/dynamodb/sessions.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { saveSetUp } from '../adapters/dynamodb/users.ts';
import { setUpInitially as contract } from '../contracts/credentials.ts';
import { ownCredentials } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { hashPassword, verifyPassword } from '../runtime/passwords.ts';

/** C-4: sets the passwords of the initial set-up. This session goes on, every other one of the user ends. */
export const setUpInitially: Operation<typeof contract> = async ({ actor, input, settings }) => {
  const { user, scope, address } = actor;
  const credentials = ownCredentials(actor);
  const tenant = await readTenant(actor.tenantId);

  const decision = decideSetUp(user, input, { settings, personal: personalInformationOf(user, tenant) });
  if (!decision.ok) return decision;

  if (input.loginPassword === undefined && (await isLoginPassword(input.transactionPassword, credentials))) {
    return refuse({ code: 'rule-violation', errors: [{ pointer: '/transactionPassword', code: 'passwords-equal' }] });
  }

  const [transactionHash, loginHash] = await Promise.all([
    hashPassword(input.transactionPassword),
    input.loginPassword === undefined ? undefined : hashPassword(input.loginPassword),
  ]);

  return done(undefined, {
    writes: [saveSetUp(scope, user, decision.value), carrySession(address, decision.value.epoch)],
    credentials: {
      transaction: { kind: 'chosen', hash: transactionHash, ...NO_TRIES },
      ...(loginHash !== undefined && { login: { kind: 'chosen', hash: loginHash, ...NO_TRIES } }),
    },
    subjects: [user.userId],
  });
};

/** C-2, where the login password stays as it is: only its hash is there to compare with. */
async function isLoginPassword(password: string, { login }: Credentials): Promise<boolean> {
  return login.kind === 'chosen' && verifyPassword(password, login.hash);
}

export const handler = lambda(contract, setUpInitially);
