import type * as z from 'zod';
import { approvalRequestEnded } from './approval-request-ended.ts';
import { approvalRequestSubmitted } from './approval-request-submitted.ts';
import { approvalRequestsCancelled } from './approval-requests-cancelled.ts';
import { certificateExpiring } from './certificate-expiring.ts';
import { certificateIssued } from './certificate-issued.ts';
import { certificateOrderCancelled } from './certificate-order-cancelled.ts';
import { certificateOrdered } from './certificate-ordered.ts';
import { certificateRevoked } from './certificate-revoked.ts';
import { certificateServiceCancelled } from './certificate-service-cancelled.ts';
import { certificateServiceStarted } from './certificate-service-started.ts';
import { credentialLocked } from './credential-locked.ts';
import { credentialReset } from './credential-reset.ts';
import type { Aggregate, EventEnvelope } from './envelope.ts';
import { groupCreated } from './group-created.ts';
import { groupDeleted } from './group-deleted.ts';
import { groupUpdated } from './group-updated.ts';
import { loginMethodChanged } from './login-method-changed.ts';
import { loginResetRequested } from './login-reset-requested.ts';
import { mailRequested } from './mail-requested.ts';
import { orderExpiryRequested } from './order-expiry-requested.ts';
import { purgeRequested } from './purge-requested.ts';
import { reservedTransfersCancelled } from './reserved-transfers-cancelled.ts';
import { revocationRequested } from './revocation-requested.ts';
import { subscriptionCancelled } from './subscription-cancelled.ts';
import { subscriptionPurgeRequested } from './subscription-purge-requested.ts';
import { subscriptionStarted } from './subscription-started.ts';
import { tenantErased } from './tenant-erased.ts';
import { tenantErasureRequested } from './tenant-erasure-requested.ts';
import { tenantRegistered } from './tenant-registered.ts';
import { transferApprovalCancelled } from './transfer-approval-cancelled.ts';
import { transferApproved } from './transfer-approved.ts';
import { userAdded } from './user-added.ts';
import { userDeleted } from './user-deleted.ts';
import { userUpdated } from './user-updated.ts';

/** Every event by its type: the asynchronous contract. */
export const EVENTS = {
  'tenant-registered': tenantRegistered,
  'tenant-erased': tenantErased,
  'subscription-started': subscriptionStarted,
  'subscription-cancelled': subscriptionCancelled,
  'approval-requests-cancelled': approvalRequestsCancelled,
  'reserved-transfers-cancelled': reservedTransfersCancelled,
  'group-created': groupCreated,
  'group-updated': groupUpdated,
  'group-deleted': groupDeleted,
  'user-added': userAdded,
  'user-updated': userUpdated,
  'user-deleted': userDeleted,
  'credential-locked': credentialLocked,
  'credential-reset': credentialReset,
  'certificate-service-started': certificateServiceStarted,
  'certificate-service-cancelled': certificateServiceCancelled,
  'login-method-changed': loginMethodChanged,
  'certificate-ordered': certificateOrdered,
  'certificate-order-cancelled': certificateOrderCancelled,
  'certificate-issued': certificateIssued,
  'certificate-expiring': certificateExpiring,
  'certificate-revoked': certificateRevoked,
  'approval-request-submitted': approvalRequestSubmitted,
  'approval-request-ended': approvalRequestEnded,
  'transfer-approved': transferApproved,
  'transfer-approval-cancelled': transferApprovalCancelled,
  'mail-requested': mailRequested,
  'purge-requested': purgeRequested,
  'subscription-purge-requested': subscriptionPurgeRequested,
  'tenant-erasure-requested': tenantErasureRequested,
  'login-reset-requested': loginResetRequested,
  'order-expiry-requested': orderExpiryRequested,
  'revocation-requested': revocationRequested,
} as const;

export type EventType = keyof typeof EVENTS;

/** What happened, before the outbox gives it an ID, a tenant and a time. One type per event, with its own data. */
export type EventOf<Type extends EventType> = {
  [T in Type]: { readonly type: T; readonly aggregate: Aggregate; readonly data: z.output<(typeof EVENTS)[T]['data']> };
}[Type];

/** The events an operation may record. Requests for mail are made by the outbox, one per mail of the transaction. */
export type DomainEvent = EventOf<Exclude<EventType, 'mail-requested'>>;

/** Wraps an event in the envelope every consumer knows. */
export function envelope(event: EventOf<EventType>, origin: { id: string; tenantId: string; occurredAt: string }): EventEnvelope {
  const { type, aggregate, data } = event;

  return { ...origin, type, version: EVENTS[type].version, aggregate, data };
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type);
}
