import { requiredActions, sessionRole } from '../../domain/users/user.ts';
import { moveCredentials } from '../adapters/dynamodb/credentials.ts';
import { groupKey, toGroup } from '../adapters/dynamodb/groups.ts';
import { recordLogin } from '../adapters/dynamodb/history.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { openSession } from '../adapters/dynamodb/sessions.ts';
import { endSessions } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { logIn as contract } from '../contracts/sessions.ts';
import { lambda } from '../runtime/lambda.ts';
import { lockChanges } from '../runtime/lock.ts';
import type { Operation, OperationRequest, Refused } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { formatToken, newSecret, secretDigest } from '../runtime/session-token.ts';
import { type Check, checkPassword } from './check-password.ts';
import { type Candidate, findCandidate, NOBODY } from './find-candidate.ts';

type Request = OperationRequest<typeof contract>;
type Right = Extract<Check, { right: true }>;

/** C-4, C-5, L-4, L-7: logs in; whatever is wrong, a failed login answers the same. */
export const logIn: Operation<typeof contract, undefined> = async (request) => {
  const { input, now, settings } = request;

  const candidate = await findCandidate(input.loginId);
  const check = await checkPassword(candidate, input.password, now, settings);

  if (candidate === undefined || !check.right) return failed(request, candidate, check);
  if (input.client === 'mobile' && !(await mayUseMobileApp(candidate))) return notPermitted(request, candidate, check);

  return opened(request, candidate, check);
};

function opened(request: Request, { scope, user, subscription, groupId }: Candidate, { credentials }: Right) {
  const { input, now, settings } = request;
  const { userId, name } = user;
  const secret = newSecret();
  const absoluteUntil = new Date(now.getTime() + settings.session.absoluteHours * 3_600_000).toISOString();
  const idleUntil = new Date(now.getTime() + settings.session.idleMinutes * 60_000).toISOString();
  const previousLoginAt = credentials.lastLoginAt;

  // The temporary password opens one session at a time: logging in with it again ends the one before.
  const first = credentials.login.kind === 'temporary';
  const epoch = first ? user.epoch + 1 : user.epoch;

  return done(
    {
      token: formatToken({ ...scope, userId, groupId, secret }),
      expiresAt: absoluteUntil,
      user: { userId, name, role: sessionRole(user, subscription) },
      requiredActions: [...requiredActions(user)],
      previousLoginAt,
    },
    {
      tenantId: scope.tenantId,
      writes: [
        openSession(
          { scope, userId, secretDigest: secretDigest(secret) },
          { client: input.client, epoch, idleUntil, absoluteUntil, previousLoginAt },
        ),
        moveCredentials(scope, credentials, { login: { ...credentials.login, failures: 0 }, lastLoginAt: now.toISOString() }),
        ...(first ? [endSessions(scope, user)] : []),
      ],
      records: [loginRecord(request, 'success', { tenantId: scope.tenantId, userId })],
    },
  );
}

/** Wrong ID, wrong password, expired or locked: one answer, and a record; a lock that sets in is told and mailed. */
function failed(request: Request, candidate: Candidate | undefined, check: Check): Refused {
  const refusal = { code: 'authentication-failed' } as const;
  if (candidate === undefined)
    return { ok: false, refusal, changes: { records: [loginRecord(request, 'failure', { ...NOBODY.scope, ...NOBODY })] } };

  const { scope, user, language } = candidate;
  const records = [loginRecord(request, 'failure', { tenantId: scope.tenantId, userId: user.userId })];
  if (check.right || check.toLock === undefined) return { ok: false, refusal, changes: { records } };

  const { now } = request;
  const credentials = check.toLock;
  const write = moveCredentials(scope, credentials, { login: { ...credentials.login, lockedAt: now.toISOString() } });
  const lock = lockChanges('login-password', { write, user, version: credentials.version + 1, language, now });

  return { ok: false, refusal, changes: { ...lock, records, tenantId: scope.tenantId } };
}

/** L-4: only after a correct password may the answer say why. */
function notPermitted(request: Request, { scope, user }: Candidate, { credentials }: Right): Refused {
  const writes = [moveCredentials(scope, credentials, { login: { ...credentials.login, failures: 0 } })];
  const records = [loginRecord(request, 'failure', { tenantId: scope.tenantId, userId: user.userId })];

  return { ok: false, refusal: { code: 'permission-denied' }, changes: { writes, records } };
}

async function mayUseMobileApp({ user, scope, groupId }: Candidate): Promise<boolean> {
  if (user.role === 'master') return true;
  if (scope.subscriptionId === undefined || groupId === undefined) return false;

  const group = await readItem(groupKey(scope.tenantId, scope.subscriptionId, groupId));

  return group !== undefined && toGroup(group).permissions.mobileApp;
}

/** H-1. A login with an ID nobody has is recorded under no tenant, without the ID that was tried. */
function loginRecord(
  { input, now, ip, transactionId, settings }: Request,
  result: 'success' | 'failure',
  who: { tenantId: string; userId: string },
): Write {
  const record = { at: now.toISOString(), userId: who.userId, client: input.client, result, ip };

  return recordLogin(who.tenantId, transactionId, record, settings.historyYears);
}

export const handler = lambda(contract, logIn, () => undefined);
