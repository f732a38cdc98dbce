import type { ApprovalRequest } from '../../domain/approvals/approval-request.ts';
import type { Certificate, CertificateStatus } from '../../domain/certificates/certificate.ts';
import { loginStatus, transactionStatus } from '../../domain/credentials/credentials.ts';
import type { Group } from '../../domain/groups/group.ts';
import type { Roster, Subscription } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { ListedOrder } from '../adapters/dynamodb/certificate-orders.ts';
import type { CredentialFacts } from '../adapters/dynamodb/credentials.ts';
import type { OperationRecord } from '../adapters/dynamodb/history.ts';
import { requestReply } from '../approvals/request-reply.ts';
import type { Settings } from '../contracts/settings.ts';
import { groupReply } from '../groups/group-reply.ts';
import { entryOf } from '../history/operation-entry.ts';
import { tenantReply } from './tenant-reply.ts';

// Each thing that is kept about a tenant, as an export shows it: fields are named one by one, so that no secret comes along.

export function tenant(of: Tenant) {
  const { name, nameKana, phoneNumber, language, representative } = of;
  const { userId, name: representativeName, birthDate } = representative;

  return {
    type: 'tenant' as const,
    ...tenantReply(of),
    name,
    nameKana,
    phoneNumber,
    language,
    representative: { userId, name: representativeName, birthDate },
  };
}

export function subscription(of: Subscription) {
  const type = 'subscription' as const;
  if (of.status !== 'active') {
    return { type, status: of.status, certificates: 'not-subscribed' as const, loginMethod: 'user-id' as const };
  }

  return { type, status: of.status, certificates: of.certificates.status, loginMethod: of.loginMethod };
}

/** A group with its members; none that the roster no longer names. */
export function group(of: Group, { groups }: Roster, { accounts }: Tenant) {
  const onRoster = groups[of.groupId];

  return onRoster && { type: 'group' as const, ...groupReply(of, accounts), memberUserIds: [...onRoster.members] };
}

type Surroundings = { readonly groupId: string | undefined; readonly now: Date; readonly settings: Settings };

export function user(of: User, { login, transaction }: CredentialFacts, { groupId, now, settings }: Surroundings) {
  const { userId, role, name, email, emailFailure = 'ok' as const, loginName, authenticatorRegistered, version } = of;

  return {
    type: 'user' as const,
    userId,
    name,
    email,
    emailStatus: emailFailure,
    role,
    loginName,
    groupId,
    authenticatorRegistered,
    loginStatus: loginStatus(login, now, settings),
    transactionStatus: transactionStatus(transaction, now, settings),
    version,
  };
}

type Standing = { readonly status: CertificateStatus; readonly dueAt: string | undefined };

export function certificate({ serialNumber, userId, notBefore, notAfter, revokedAt }: Certificate, { status, dueAt }: Standing) {
  return { type: 'certificate' as const, serialNumber, userId, status, notBefore, notAfter, revokedAt, revocationDueAt: dueAt };
}

export function order({ orderId, userId, kind, orderedAt, endsAt, pickedUp, cancelledAt }: ListedOrder) {
  return {
    type: 'certificate-order' as const,
    orderId,
    userId,
    kind,
    orderedAt,
    expiresAt: endsAt,
    pickedUpAt: pickedUp?.at,
    cancelledAt,
  };
}

export function approvalRequest(of: ApprovalRequest, now: Date) {
  return { type: 'approval-request' as const, ...requestReply(of, now) };
}

export function operation(of: OperationRecord) {
  return { type: 'operation' as const, ...entryOf(of) };
}
