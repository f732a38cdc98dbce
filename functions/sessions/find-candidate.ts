import { authenticates, type Certificate, certificateStatus } from '../../domain/certificates/certificate.ts';
import type { Credentials } from '../../domain/credentials/credentials.ts';
import { NEVER_SUBSCRIBED, type Subscription } from '../../domain/subscriptions/roster.ts';
import type { Language, Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { certificateRef } from '../adapters/dynamodb/certificates.ts';
import { credentialsRef } from '../adapters/dynamodb/credentials.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { loginFailuresRef } from '../adapters/dynamodb/login-failures.ts';
import { findLoginId } from '../adapters/dynamodb/login-ids.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { loginIdMac } from '../adapters/kms/login-id.ts';
import { liveGroupId } from '../runtime/actor.ts';
import type { PresentedCertificate } from '../runtime/client-certificate.ts';
import { type Counted, countedBy, type FailuresRead } from './failure-limit.ts';

/** Who a login ID belongs to, if that user may log in at all. */
export type Candidate = {
  readonly scope: Scope;
  readonly user: User;
  readonly credentials: Credentials;
  readonly subscription: Subscription;
  /** The live group of an added user. */
  readonly groupId?: string;
  readonly language: Language;
  /** The certificate presented, if it is one of the user's and still accepted. */
  readonly certificate?: Certificate;
};

/** What is known before a password is looked at. */
export type Found = {
  readonly candidate: Candidate | undefined;
  readonly counted: Counted;
  readonly failures: FailuresRead;
};

/**
 * Whose keys stand in where a login ID is nobody's: an unknown one costs the very same calls as a known one (C-5). No
 * tenant can have such an ID. A flood of them spreads over 16 partitions, by the first digit of the request's UUID.
 */
export function nobody(requestId: string) {
  return { scope: { tenantId: `_${requestId.slice(0, 1)}` }, userId: '_' } as const;
}

/** Of user IDs and login names. What has another form is nobody's, and no key of an item: half a character is no text. */
const LOGIN_ID = /^[A-Za-z0-9._-]{6,20}$/;

type Circumstances = {
  readonly ip: string;
  readonly requestId: string;
  readonly now: Date;
  readonly presented: PresentedCertificate | undefined;
};

/** Finds the live user behind a user ID or login name, and earlier failures, in two reads whatever is found. */
export async function findCandidate(loginId: string, { ip, requestId, now, presented }: Circumstances): Promise<Found> {
  const stranger = nobody(requestId);
  // Looked for all the same, under what is too short to be an ID.
  const key = LOGIN_ID.test(loginId) ? loginId.toLowerCase() : stranger.scope.tenantId;
  const [owner, mac] = await Promise.all([findLoginId(key), loginIdMac(loginId.toLowerCase())]);
  const { scope, userId } = owner ?? stranger;
  const counted = countedBy(mac, ip);

  const [ofLoginId, ofSource, ...items] = await readItems([
    loginFailuresRef(counted.loginId),
    loginFailuresRef(counted.source),
    userRef(scope, userId),
    credentialsRef(scope, userId),
    subscriptionRef(scope.tenantId),
    tenantRef(scope.tenantId),
    presented && certificateRef(scope.tenantId, { userId, thumbprint: presented.thumbprint }),
  ]);

  return { candidate: candidateOf(scope, userId, items, now), counted, failures: { loginId: ofLoginId, source: ofSource } };
}

type Items = readonly [
  User | undefined,
  Credentials | undefined,
  Subscription | undefined,
  Tenant | undefined,
  Certificate | undefined,
];

function candidateOf(
  scope: Scope,
  userId: string,
  [user, credentials, found, tenant, presented]: Items,
  now: Date,
): Candidate | undefined {
  if (user === undefined || credentials === undefined || tenant === undefined) return undefined;

  const subscription = found ?? NEVER_SUBSCRIBED;
  const groupId = liveGroupId(subscription, userId);

  // Deleted with the group or the subscription: gone, whatever items are still there.
  if (user.role === 'user' && groupId === undefined) return undefined;

  const isAccepted = presented !== undefined && authenticates(certificateStatus(presented, subscription, now));

  return {
    scope,
    user,
    credentials,
    subscription,
    language: tenant.language,
    ...(groupId !== undefined && { groupId }),
    ...(isAccepted && { certificate: presented }),
  };
}
