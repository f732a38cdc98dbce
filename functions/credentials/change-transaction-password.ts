import type { Credentials } from '../../domain/credentials/credentials.ts';
import { NO_TRIES } from '../../domain/credentials/tries.ts';
import { refuse } from '../../domain/result.ts';
import { saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { saveSetUp } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { changeTransactionPassword as contract } from '../contracts/credentials.ts';
import { ownCredentials } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation, OperationRequest, Refused } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { hashPassword } from '../runtime/passwords.ts';
import { credentialChanged } from './credential-changed.ts';
import { checkCurrentPassword } from './current-password.ts';
import { newPasswordRefused } from './new-password.ts';
import { refusedPassword } from './refused-password.ts';

type Request = OperationRequest<typeof contract>;
type Problem = 'invalid-request' | 'confirmation-failed' | 'transaction-password-locked';

/** C-1 to C-3, C-8, C-9: changes the own transaction password, or sets a new one after a reset. */
export const changeTransactionPassword: Operation<typeof contract> = async (request) => {
  const { actor, input, now, settings } = request;
  const { user, scope } = actor;
  const tenant = await readTenant(actor.tenantId);

  const credentials = ownCredentials(actor);
  const refused = await newPasswordRefused('transaction', input.newPassword, { user, tenant, credentials, settings });
  if (refused) return refused;

  const permitted = user.pendingSetUp === 'transaction-password' ? afterReset(request) : await withCurrent(request);
  if (!permitted.ok) return permitted;

  const hash = await hashPassword(input.newPassword);

  return done(undefined, {
    writes: [
      saveCredentials(scope, permitted.credentials, { transaction: { kind: 'chosen', hash, ...NO_TRIES } }),
      ...permitted.writes,
    ],
    mails: [credentialChanged('transaction-password', { user, language: tenant.language, now })],
    subjects: [user.userId],
  });
};

type Permitted = { readonly ok: true; readonly credentials: Credentials; readonly writes: readonly Write[] };

/** There is no current password to ask for, and nothing is pending afterwards. */
function afterReset({ actor }: Request): Permitted {
  const { user, scope } = actor;

  return { ok: true, credentials: ownCredentials(actor), writes: [saveSetUp(scope, user, { ...user, pendingSetUp: 'none' })] };
}

async function withCurrent(request: Request): Promise<Permitted | Refused<Problem>> {
  const { currentPassword } = request.input;
  if (currentPassword === undefined) {
    return refuse({ code: 'invalid-request', errors: [{ pointer: '/currentPassword', code: 'required' }] });
  }

  const current = await checkCurrentPassword('transaction', currentPassword, request);
  if (current.verdict === 'locked') return refuse({ code: 'transaction-password-locked' });
  if (current.verdict === 'wrong') return refusedPassword('transaction', current, request);

  return { ok: true, credentials: current.credentials, writes: [] };
}

export const handler = lambda(contract, changeTransactionPassword);
