import type { Certificate } from '../../domain/certificates/certificate.ts';
import type { Credentials } from '../../domain/credentials/credentials.ts';
import type { Group } from '../../domain/groups/group.ts';
import { groupOf, type Roster, type Subscription } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { Administrator } from '../../domain/users/administrator.ts';
import { type SessionRole, sessionRole, type User } from '../../domain/users/user.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import type { Session, SessionAddress } from '../adapters/dynamodb/sessions.ts';

/** The logged-in user of a request, as one consistent read found it. The tenant comes from here, never from input. */
export type Actor = {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: SessionRole;
  readonly user: User;
  /** Where the user's own items live. */
  readonly scope: Scope;
  readonly subscription: Subscription;
  /** The group of an added user; the master has none. */
  readonly group?: Group;
  readonly session: Session;
  readonly address: SessionAddress;
  /** Only for operations that work on them: confirmed ones and those that declare it. */
  readonly credentials?: Credentials;
};

/** An actor whose tenant has an active subscription: operations declared `subscription: 'active'` get one. */
export type Subscriber = Actor & { readonly subscription: Roster };

/** The bank's core system behind a signed call. */
export type Operator = { readonly arn: string };

/** Whoever authenticates with a certificate alone, without a session. */
export type CertificateHolder = {
  readonly tenantId: string;
  readonly userId: string;
  readonly scope: Scope;
  readonly user: User;
  readonly tenant: Tenant;
  readonly subscription: Subscription;
  readonly certificate: Certificate;
};

/** Who is behind a request that is not public. */
export type KnownCaller = Actor | Operator | CertificateHolder;

export function isActor(caller: KnownCaller | undefined): caller is Actor {
  return caller !== undefined && 'session' in caller;
}

export function isOperator(caller: KnownCaller): caller is Operator {
  return 'arn' in caller;
}

/** Puts an actor together; the group is the one the roster names. */
export function actorOf(parts: Omit<Actor, 'role' | 'userId' | 'tenantId'>): Actor {
  return {
    ...parts,
    tenantId: parts.scope.tenantId,
    userId: parts.user.userId,
    role: sessionRole(parts.user, parts.subscription),
  };
}

/** The actor as the rules on administering groups and users see it. */
export function administratorOf({ userId, group }: Actor): Administrator {
  return { userId, groupId: group?.groupId };
}

/** The live group of a user, for an active subscription. */
export function liveGroupId(subscription: Subscription, userId: string): string | undefined {
  return subscription.status === 'active' ? groupOf(subscription, userId) : undefined;
}

/** The actor's credentials, in operations that declare to work on them. */
export function ownCredentials({ credentials }: Actor): Credentials {
  if (credentials === undefined) throw new Error('The operation does not declare `ownCredentials`, or the item is gone');

  return credentials;
}
