import { type Credentials, canOpen, type LoginPassword } from '../../domain/credentials/credentials.ts';
import { endTry, isUnderWay, untoldLock } from '../../domain/credentials/tries.ts';
import { requiredActions, sessionRole } from '../../domain/users/user.ts';
import { saveCertificate } from '../adapters/dynamodb/certificates.ts';
import { changeCredentials, saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { groupRef } from '../adapters/dynamodb/groups.ts';
import { recordLogin, recordStrangersLogin } from '../adapters/dynamodb/history.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { openSession } from '../adapters/dynamodb/sessions.ts';
import { endSessions } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { firstUse } from '../certificates/first-use.ts';
import { logIn as contract } from '../contracts/sessions.ts';
import type { Settings } from '../contracts/settings.ts';
import { lambda } from '../runtime/lambda.ts';
import { lockTold } from '../runtime/lock.ts';
import type { Operation, OperationRequest, Refused } from '../runtime/operation.ts';
import { type Changes, done } from '../runtime/outcome.ts';
import { hashPassword, needsRehash } from '../runtime/passwords.ts';
import type { FieldProblem } from '../runtime/refusal.ts';
import { formatToken, newSecret, secretDigest } from '../runtime/session-token.ts';
import { checkPassword } from './check-password.ts';
import { countLogins } from './count-logins.ts';
import { countFailure, loginLimit } from './failure-limit.ts';
import { type Candidate, findCandidate } from './find-candidate.ts';
import { originRemembered } from './login-origin.ts';

type Request = OperationRequest<typeof contract>;

/** C-4, C-5, L-1, L-3 to L-5, L-7: logs in; whatever is wrong, a failed login answers the same. */
export const logIn: Operation<typeof contract> = async (request) => {
  const { input, memory, ip, now, settings, transactionId, clientCertificate: presented } = request;
  // L-5: on the client-certificate host the certificate says who logs in.
  const loginId = presented?.commonName ?? input.loginId;
  if (loginId === undefined) return { ok: false, refusal: { code: 'invalid-request', errors: [NO_LOGIN_ID] } };

  const found = await findCandidate(loginId, { ip, requestId: transactionId, now, presented });

  // When it is decided again, the verdict stands: nothing is looked at or counted twice.
  const isFirst = memory.loginPasswordRight === undefined;
  const wait = isFirst ? loginLimit(found.failures, now, settings) : undefined;
  if (wait !== undefined) return { ok: false, refusal: { code: 'too-many-requests', retryAfterSeconds: wait } };

  const named = isNamed(request, found.candidate) ? found.candidate : undefined;
  const candidate = isFirst ? await looked(request, named) : named;
  const alongside = isFirst ? () => countFailure(found.counted, found.failures, now) : undefined;

  if (candidate === undefined) return stranger(request, { alongside });
  if (!memory.loginPasswordRight || !stillTries(request, candidate)) return failed(request, candidate, { alongside });
  if (input.client === 'mobile' && !(await mayUseMobileApp(candidate))) return notNow(request, candidate, 'permission-denied');
  if (needsCertificate(request, candidate)) return notNow(request, candidate, 'client-certificate-required');

  return opened(request, candidate);
};

const NO_LOGIN_ID: FieldProblem = { pointer: '/loginId', code: 'required' };

/** L-1: without a certificate of theirs, or with one that is no longer accepted, nobody gets in who has to have one or shows one. */
function needsCertificate({ clientCertificate }: Request, { certificate, subscription }: Candidate): boolean {
  if (certificate !== undefined) return false;

  return clientCertificate !== undefined || (subscription.status === 'active' && subscription.loginMethod === 'certificate');
}

/** A password replaced since it was found right took the try with it, and opens nothing (C-4, C-6). */
function stillTries({ transactionId }: Request, { credentials: { login } }: Candidate): boolean {
  return canOpen(login) && isUnderWay(login, transactionId);
}

/** A login ID sent beside a certificate has to be its user's. */
function isNamed({ input, clientCertificate }: Request, found: Candidate | undefined): boolean {
  const named = input.loginId?.toLowerCase();
  if (clientCertificate === undefined || named === undefined || found === undefined) return true;

  return named === found.user.userId || named === found.user.loginName;
}

/** Looks at the password, once per request. */
async function looked(request: Request, found: Candidate | undefined): Promise<Candidate | undefined> {
  const { input, memory, now, settings, transactionId: tryId } = request;
  const { right, credentials } = await checkPassword(found, input.password, { tryId, now, settings });

  memory.loginPasswordRight = right;
  if (found === undefined || credentials === undefined) return undefined;

  const candidate = { ...found, credentials };
  if (right) memory.releases.push(() => release(request, candidate));

  return candidate;
}

async function opened(request: Request, candidate: Candidate) {
  const { input, ip, userAgent, now, settings } = request;
  const { scope, user, subscription, credentials, groupId, language, certificate } = candidate;
  const { userId, name } = user;
  const used = usedForTheFirstTime(candidate, now, settings);
  const secret = newSecret();
  const absoluteUntil = new Date(now.getTime() + settings.session.absoluteHours * 3_600_000).toISOString();
  const idleUntil = new Date(now.getTime() + settings.session.idleMinutes * 60_000).toISOString();
  const previousLoginAt = credentials.lastLoginAt;

  const login = await withPresentHash(request, ended(request, credentials).login);
  const origin = { client: input.client, userAgent, ip };
  const { loginOrigins, mails } = originRemembered({ user, language, credentials, origin, now });

  // The temporary password opens one session at a time: logging in with it again ends the one before.
  const first = credentials.login.kind === 'temporary';
  const epoch = first ? user.epoch + 1 : user.epoch;

  return done(
    {
      token: formatToken({ ...scope, userId, groupId, secret }),
      expiresAt: absoluteUntil,
      user: { userId, name, role: sessionRole(user, subscription) },
      requiredActions: [...requiredActions(user, settings)],
      previousLoginAt,
    },
    {
      tenantId: scope.tenantId,
      mails,
      writes: [
        openSession(
          { scope, userId, secretDigest: secretDigest(secret) },
          {
            client: input.client,
            epoch,
            idleUntil,
            absoluteUntil,
            previousLoginAt,
            openedAt: now.toISOString(),
            ...(certificate && { certificateThumbprint: certificate.thumbprint }),
          },
        ),
        saveCredentials(scope, credentials, { ...(login && { login }), lastLoginAt: now.toISOString(), loginOrigins }),
        ...(first ? [endSessions(scope, user)] : []),
        ...used.writes,
        record(request, 'success', candidate),
      ],
      events: used.events,
    },
  );
}

/** what ends with the first use of a renewed certificate. */
function usedForTheFirstTime({ scope, certificate, subscription }: Candidate, now: Date, settings: Settings) {
  if (certificate === undefined || subscription.status !== 'active') return { writes: [], events: [] };

  const { tenantId } = scope;
  const use = firstUse(tenantId, certificate, subscription, now);
  if (use === undefined) return { writes: [], events: [] };

  return { writes: [saveCertificate(tenantId, certificate, use.changes, settings), ...use.writes], events: use.events };
}

/** C-12: a hash made with earlier parameters is replaced while its password is at hand. */
async function withPresentHash({ input }: Request, login: LoginPassword | undefined): Promise<LoginPassword | undefined> {
  if (login?.kind !== 'chosen' || !needsRehash(login.hash)) return login;

  return { ...login, hash: await hashPassword(input.password) };
}

type Counting = Pick<Changes, 'alongside'>;

/** An ID that nobody has: the same answer as for a wrong password. */
function stranger({ input, now, ip, transactionId }: Request, counting: Counting): Refused<'authentication-failed'> {
  const write = recordStrangersLogin(transactionId, { at: now.toISOString(), client: input.client, result: 'failure', ip });

  return { ok: false, refusal: { code: 'authentication-failed' }, changes: { ...counting, writes: [write] } };
}

/** A wrong, expired or locked password: one answer, and a record; a lock that sets in is told and mailed with it. */
function failed(request: Request, candidate: Candidate, counting: Counting): Refused<'authentication-failed'> {
  const { now } = request;
  const { scope, user, credentials, language } = candidate;
  const { login } = ended(request, credentials);
  const setIn = login && lockedAt(login);
  const locks = setIn !== undefined && setIn !== lockedAt(credentials.login);

  return {
    ok: false,
    refusal: { code: 'authentication-failed' },
    changes: {
      ...counting,
      ...(locks && lockTold('login-password', { user, version: credentials.version + 1, language, now })),
      tenantId: scope.tenantId,
      writes: [...(login ? [saveCredentials(scope, credentials, { login })] : []), record(request, 'failure', candidate)],
    },
  };
}

/** Only after a correct password may the answer say why (C-5). */
function notNow<Code extends 'permission-denied' | 'client-certificate-required'>(
  request: Request,
  candidate: Candidate,
  code: Code,
): Refused<Code> {
  const { scope, credentials } = candidate;
  const writes = [saveCredentials(scope, credentials, ended(request, credentials)), record(request, 'failure', candidate)];

  return { ok: false, refusal: { code }, changes: { writes } };
}

/** L-3, L-4. The representative holds the right from applying on, as the master user (S-3, P-7). */
async function mayUseMobileApp({ user, subscription, scope, groupId }: Candidate): Promise<boolean> {
  if (subscription.status === 'active' && subscription.loginMethod === 'certificate') return false;

  const role = sessionRole(user, subscription);
  if (role !== 'user') return role === 'master';
  if (scope.subscriptionId === undefined || groupId === undefined) return false;

  const group = await readItem(groupRef(scope.tenantId, scope.subscriptionId, groupId));

  return group?.permissions.mobileApp === true;
}

/** The login password after this request's try; where none was begun, unchanged but for a lock nobody was told of. */
function ended({ memory, now, settings, transactionId: tryId }: Request, { login }: Credentials): { login?: LoginPassword } {
  if (!canOpen(login)) return {};
  if (isUnderWay(login, tryId))
    return { login: endTry(login, { tryId, right: memory.loginPasswordRight === true, now }, settings) };

  const lock = untoldLock(login, now, settings);

  return lock ? { login: lock } : {};
}

/** The request ends without effect: its try is ended as right. */
async function release(request: Request, { scope, credentials }: Candidate): Promise<void> {
  await changeCredentials(scope, credentials, (current) => {
    const { login } = current;
    if (!canOpen(login) || !isUnderWay(login, request.transactionId)) return 'leave';

    return { save: ended(request, current) };
  });
}

function lockedAt(login: LoginPassword): string | undefined {
  return canOpen(login) ? login.lockedAt : undefined;
}

/** H-1: who logged in, when, from where, with what result. */
function record(request: Request, result: 'success' | 'failure', { scope, user }: Candidate): Write {
  const { input, now, ip, transactionId, settings } = request;
  const entry = { at: now.toISOString(), userId: user.userId, client: input.client, result, ip };

  return recordLogin(scope.tenantId, transactionId, entry, settings.historyYears);
}

export const handler = lambda(contract, logIn).use(countLogins());
