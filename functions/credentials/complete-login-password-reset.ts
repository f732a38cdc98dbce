import type { Credentials, LoginPasswordReset } from '../../domain/credentials/credentials.ts';
import { isResetOpen } from '../../domain/credentials/reset-code.ts';
import { beginTry, endTry, isUnderWay, NO_TRIES } from '../../domain/credentials/tries.ts';
import { refuse } from '../../domain/result.ts';
import { type CredentialDecision, changeCredentials, saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { recordOperation } from '../adapters/dynamodb/history.ts';
import { resetRef } from '../adapters/dynamodb/login-password-resets.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import { completeLoginPasswordReset as contract } from '../contracts/credentials.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation, OperationRequest, Refused } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { hashPassword, sameSecret } from '../runtime/passwords.ts';
import { credentialChanged } from './credential-changed.ts';
import { newPasswordRefused } from './new-password.ts';
import { type Holder, readHolder } from './reset-holder.ts';

type Request = OperationRequest<typeof contract>;

/**
 * C-7: sets a new login password with the mailed code. A try is saved as under way before the code is looked at, so that
 * guesses made at the same time cannot share one; only a right code lets a new password be judged, and a refused one does
 * not spend it.
 */
export const completeLoginPasswordReset: Operation<typeof contract> = async (request) => {
  const { input, now, settings, memory } = request;
  const owner = await readItem(resetRef(input.resetId));
  const holder = owner && (await readHolder(owner));
  if (holder === undefined || openReset(holder.credentials, request) === undefined) return refuse({ code: 'expired' });

  const credentials = await looked(holder, request);
  const reset = openReset(credentials, request);
  if (reset === undefined || memory.resetCodeRight === undefined) return refuse({ code: 'expired' });
  if (!memory.resetCodeRight) return wrongCode(holder, credentials, reset, request);

  const { user, tenant, scope } = holder;
  const refused = await newPasswordRefused('login', input.newPassword, { user, tenant, credentials, settings });
  if (refused) return refused;

  const hash = await hashPassword(input.newPassword);

  return done(undefined, {
    tenantId: scope.tenantId,
    writes: [
      saveCredentials(scope, credentials, { login: { kind: 'chosen', hash, ...NO_TRIES } }),
      record(holder, 'done', request),
    ],
    mails: [credentialChanged('login-password', { user, language: tenant.language, now })],
  });
};

/** The reset the URL names, if its code still serves. */
function openReset({ login }: Credentials, { input, now, settings }: Request): LoginPasswordReset | undefined {
  return login.kind === 'reset' && login.resetId === input.resetId && isResetOpen(login, now, settings) ? login : undefined;
}

/** Looks at the code, once per request: when it is decided again, the verdict stands. */
async function looked({ scope, user, credentials: known }: Holder, request: Request): Promise<Credentials> {
  const { input, memory, transactionId: tryId } = request;
  if (memory.resetCodeRight !== undefined) return known;

  const credentials = await changeCredentials(scope, known, (current) => begin(current, request));
  const reset = openReset(credentials, request);
  if (reset === undefined || !isUnderWay(reset, tryId)) return credentials;

  memory.resetCodeRight = sameSecret(input.resetCode, await mailedSecrets().resetCode(reset.causeId, user.userId));
  if (memory.resetCodeRight) memory.releases.push(() => release(scope, credentials, request));

  return credentials;
}

function begin(credentials: Credentials, request: Request): CredentialDecision {
  const reset = openReset(credentials, request);
  if (reset === undefined || isUnderWay(reset, request.transactionId)) return 'leave';

  const begun = beginTry(reset, { tryId: request.transactionId, now: request.now }, tries(request));
  if (begun.ok) return { save: { login: begun.value } };

  return begun.refusal.code === 'busy' ? 'wait' : 'leave';
}

/** The request ends without effect: the code can be used again. */
async function release(scope: Holder['scope'], known: Credentials, request: Request): Promise<void> {
  await changeCredentials(scope, known, (credentials) => {
    const reset = openReset(credentials, request);
    if (reset === undefined || !isUnderWay(reset, request.transactionId)) return 'leave';

    return { save: { login: after(reset, true, request) } };
  });
}

function wrongCode(
  holder: Holder,
  credentials: Credentials,
  reset: LoginPasswordReset,
  request: Request,
): Refused<'confirmation-failed'> {
  const { scope } = holder;
  const writes = [
    saveCredentials(scope, credentials, { login: after(reset, false, request) }),
    record(holder, 'confirmation-failed', request),
  ];

  return { ok: false, refusal: { code: 'confirmation-failed' }, changes: { tenantId: scope.tenantId, writes } };
}

function after(reset: LoginPasswordReset, right: boolean, request: Request): LoginPasswordReset {
  return endTry(reset, { tryId: request.transactionId, right, now: request.now }, tries(request));
}

/** Five tries, as a secret that locks. */
const tries = ({ settings }: Request) => ({ failuresBeforeLock: settings.resetCode.tries });

/** H-2: by the user whose password it is; nobody is logged in. */
function record({ scope, user }: Holder, result: string, { now, ip, transactionId, settings }: Request): Write {
  const entry = { userId: user.userId, at: now.toISOString(), operation: contract.id, result, ip, subjects: [user.userId] };

  return recordOperation(scope.tenantId, transactionId, entry, settings.historyYears);
}

export const handler = lambda(contract, completeLoginPasswordReset);
