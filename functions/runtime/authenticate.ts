import { authenticates, type Certificate, certificateStatus } from '../../domain/certificates/certificate.ts';
import type { Group } from '../../domain/groups/group.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { NEVER_SUBSCRIBED, type Subscription } from '../../domain/subscriptions/roster.ts';
import { requiredActions } from '../../domain/users/user.ts';
import { certificateRef } from '../adapters/dynamodb/certificates.ts';
import { credentialsRef } from '../adapters/dynamodb/credentials.ts';
import { groupRef } from '../adapters/dynamodb/groups.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { readItem, readItems } from '../adapters/dynamodb/read.ts';
import { type Session, type SessionAddress, sessionRef, touchSession } from '../adapters/dynamodb/sessions.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { readsOwnCredentials } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Settings } from '../contracts/settings.ts';
import { type Actor, actorOf, liveGroupId } from './actor.ts';
import type { PresentedCertificate } from './client-certificate.ts';
import type { Refusal } from './refusal.ts';
import { readToken, type SessionToken, secretDigest } from './session-token.ts';

const MINUTE_MS = 60_000;
const UNAUTHENTICATED = refuse({ code: 'unauthenticated' });

/** What a request identifies its caller by: the session token, and on the client-certificate host the certificate. */
type Identification = {
  readonly authorization: string | undefined;
  readonly presented: PresentedCertificate | undefined;
};

/**
 * The session check of every request (L-6): one consistent BatchGetItem for session, user, subscription, the group
 * the session was opened in and the certificate presented. Nothing is cached, so whatever ends a session or a right does so at the next request.
 */
export async function authenticate(
  contract: Contract,
  { authorization, presented }: Identification,
  now: Date,
  settings: Settings,
): Promise<Result<Actor, Refusal>> {
  const token = readToken(authorization);
  if (token === undefined) return UNAUTHENTICATED;

  const scope: Scope = { tenantId: token.tenantId, subscriptionId: token.subscriptionId };
  const address: SessionAddress = { scope, userId: token.userId, secretDigest: secretDigest(token.secret) };

  const [session, user, found, credentials, hinted, certificate] = await readItems(refsFor(contract, token, address, presented));
  if (session === undefined || user === undefined) return UNAUTHENTICATED;

  const over = now.toISOString() >= session.idleUntil || now.toISOString() >= session.absoluteUntil;
  if (over || session.epoch !== user.epoch) return UNAUTHENTICATED;

  const subscription = found ?? NEVER_SUBSCRIBED;
  const group = await currentGroup(scope, liveGroupId(subscription, user.userId), hinted);
  const live = user.role === 'master' || group !== undefined;
  if (!live || !belongsTo(scope, subscription)) return UNAUTHENTICATED;
  if (!isBound(session, certificate, subscription, now) || hasEnded(session, subscription)) return UNAUTHENTICATED;

  await keepAlive(address, session.idleUntil, now, settings);

  return ok(
    actorOf({ user, scope, subscription, session, address, ...(group && { group }), ...(credentials && { credentials }) }),
  );
}

/** C-4, C-8, C-13: while something is pending, only the actions themselves and what is allowed at any time. */
export function checkRequiredActions({ whilePending }: Contract, { user }: Actor, settings: Settings): Refusal | undefined {
  const pending = requiredActions(user, settings);
  if (pending.length === 0 || whilePending === 'any') return undefined;
  if (whilePending?.some((action) => pending.includes(action))) return undefined;

  return { code: 'required-action', extension: { requiredActions: pending } };
}

function refsFor(
  contract: Contract,
  { groupId }: SessionToken,
  address: SessionAddress,
  presented: PresentedCertificate | undefined,
) {
  const { scope, userId } = address;
  const { tenantId, subscriptionId } = scope;

  return [
    sessionRef(address),
    userRef(scope, userId),
    subscriptionRef(tenantId),
    readsOwnCredentials(contract) ? credentialsRef(scope, userId) : undefined,
    subscriptionId !== undefined && groupId !== undefined ? groupRef(tenantId, subscriptionId, groupId) : undefined,
    presented && certificateRef(tenantId, { userId, thumbprint: presented.thumbprint }),
  ] as const;
}

/** L-5, X-10: a session of a certificate login works with that certificate only, as long as it is accepted. */
function isBound(
  { certificateThumbprint }: Session,
  presented: Certificate | undefined,
  subscription: Subscription,
  now: Date,
): boolean {
  if (certificateThumbprint === undefined) return true;
  if (presented?.thumbprint !== certificateThumbprint) return false;

  return authenticates(certificateStatus(presented, subscription, now));
}

/** L-3: choosing certificates ends the mobile sessions there are, and one that is being opened at the same time. */
function hasEnded({ client, openedAt }: Session, subscription: Subscription): boolean {
  if (client !== 'mobile' || subscription.status !== 'active') return false;

  const { loginMethod, mobileSessionsSince } = subscription;

  return loginMethod === 'certificate' || (mobileSessionsSince !== undefined && openedAt <= mobileSessionsSince);
}

/** An added user's items live in one subscription, and end with it (S-10); the master's in none. */
function belongsTo({ subscriptionId }: Scope, subscription: Subscription): boolean {
  if (subscriptionId === undefined) return true;

  return subscription.status === 'active' && subscription.subscriptionId === subscriptionId;
}

/** The group the roster names for the user now; one the session was not opened in costs one more read (G-9). */
async function currentGroup(
  { tenantId, subscriptionId }: Scope,
  groupId: string | undefined,
  hinted: Group | undefined,
): Promise<Group | undefined> {
  if (subscriptionId === undefined || groupId === undefined) return undefined;

  return hinted?.groupId === groupId ? hinted : readItem(groupRef(tenantId, subscriptionId, groupId));
}

/** Moves the idle limit, at most once a minute. */
async function keepAlive(address: SessionAddress, idleUntil: string, now: Date, { session }: Settings): Promise<void> {
  const next = new Date(now.getTime() + session.idleMinutes * MINUTE_MS);
  if (next.getTime() - Date.parse(idleUntil) < MINUTE_MS) return;

  await touchSession(address, next.toISOString());
}
