import { ok, refuse } from '../../domain/result.ts';
import type { Subscription } from '../../domain/subscriptions/roster.ts';
import { requiredActions } from '../../domain/users/user.ts';
import { credentialsKey, toCredentials } from '../adapters/dynamodb/credentials.ts';
import { type Group, groupKey, toGroup } from '../adapters/dynamodb/groups.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { type Item, readItem, readItems } from '../adapters/dynamodb/read.ts';
import { type SessionAddress, sessionKey, toSession, touchSession } from '../adapters/dynamodb/sessions.ts';
import { subscriptionKey, toSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { toUser, userKey } from '../adapters/dynamodb/users.ts';
import { readsOwnCredentials } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Settings } from '../contracts/settings.ts';
import { type Actor, actorOf, liveGroupId } from './actor.ts';
import type { Refusal } from './refusal.ts';
import { readToken, type SessionToken, secretDigest } from './session-token.ts';

type Checked = { ok: true; value: Actor } | { ok: false; refusal: Refusal };

const MINUTE_MS = 60_000;
const UNAUTHENTICATED = refuse({ code: 'unauthenticated' });

/**
 * The session check of every request (L-6): one consistent BatchGetItem for session, user, subscription and the group
 * the session was opened in. Nothing is cached, so whatever ends a session or a right does so at the next request.
 */
export async function authenticate(
  contract: Contract,
  authorization: string | undefined,
  now: Date,
  settings: Settings,
): Promise<Checked> {
  const token = readToken(authorization);
  if (token === undefined) return UNAUTHENTICATED;

  const scope: Scope = { tenantId: token.tenantId, subscriptionId: token.subscriptionId };
  const address: SessionAddress = { scope, userId: token.userId, secretDigest: secretDigest(token.secret) };

  const found = await readItems(keysFor(contract, token, address));
  const [sessionItem, userItem, subscriptionItem, credentialsItem, hintedGroup] = found;
  if (sessionItem === undefined || userItem === undefined) return UNAUTHENTICATED;

  const session = toSession(sessionItem);
  const user = toUser(userItem);
  const subscription = toSubscription(subscriptionItem);

  const over = now.toISOString() >= session.idleUntil || now.toISOString() >= session.absoluteUntil;
  if (over || session.epoch !== user.epoch) return UNAUTHENTICATED;

  const group = await currentGroup(scope, liveGroupId(subscription, user.userId), hintedGroup);
  const live = user.role === 'master' || group !== undefined;
  if (!live || !belongsTo(scope, subscription)) return UNAUTHENTICATED;

  await keepAlive(address, session.idleUntil, now, settings);

  return ok(
    actorOf({
      user,
      scope,
      subscription,
      session,
      address,
      ...(group && { group }),
      ...(credentialsItem && { credentials: toCredentials(credentialsItem) }),
    }),
  );
}

/** C-4: while something is pending, only the actions themselves and what is allowed at any time. */
export function checkRequiredActions({ whilePending }: Contract, { user }: Actor): Refusal | undefined {
  const pending = requiredActions(user);
  if (pending.length === 0 || whilePending === 'any') return undefined;
  if (whilePending?.some((action) => pending.includes(action as (typeof pending)[number]))) return undefined;

  return { code: 'required-action', extension: { requiredActions: pending } };
}

function keysFor(contract: Contract, { groupId }: SessionToken, address: SessionAddress) {
  const { scope, userId } = address;
  const { tenantId, subscriptionId } = scope;

  return [
    sessionKey(address),
    userKey(scope, userId),
    subscriptionKey(tenantId),
    readsOwnCredentials(contract) ? credentialsKey(scope, userId) : undefined,
    subscriptionId !== undefined && groupId !== undefined ? groupKey(tenantId, subscriptionId, groupId) : undefined,
  ] as const;
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
  hinted: Item | undefined,
): Promise<Group | undefined> {
  if (subscriptionId === undefined || groupId === undefined) return undefined;

  const item = hinted?.SK === groupId ? hinted : await readItem(groupKey(tenantId, subscriptionId, groupId));

  return item && toGroup(item);
}

/** Moves the idle limit, at most once a minute. */
async function keepAlive(address: SessionAddress, idleUntil: string, now: Date, { session }: Settings): Promise<void> {
  const next = new Date(now.getTime() + session.idleMinutes * MINUTE_MS);
  if (next.getTime() - Date.parse(idleUntil) < MINUTE_MS) return;

  await touchSession(address, next.toISOString());
}
