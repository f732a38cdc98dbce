import * as z from 'zod';

/** The IDs events speak of. Each has a closed alphabet, so that no field can carry a name or an address. */

export const TenantId = z.string().regex(/^[a-z0-9-]{1,32}$/);
export const GroupId = z.string().regex(/^[A-Za-z0-9_-]{1,36}$/);
export const SubscriptionId = z.string().regex(/^[A-Za-z0-9_-]{1,36}$/);
export const UserId = z.string().regex(/^[1-9]\d{9}$/);
export const AccountId = z.string().regex(/^\d{3}-\d{7}$/);
export const TermsVersion = z.string().regex(/^[A-Za-z0-9.-]{1,32}$/);
export const ServiceId = z.string().regex(/^[A-Za-z0-9_-]{1,36}$/);
export const OrderId = z.string().regex(/^[1-9]\d{9}[A-Za-z0-9]{12}$/);
/** Of a certificate, in lower-case hexadecimal; at most 20 bytes (RFC 5280, 4.1.2.2). */
export const SerialNumber = z.string().regex(/^[0-9a-f]{1,40}$/);
/** SHA-256 of a certificate's DER encoding, in lower-case hexadecimal. */
export const Thumbprint = z.string().regex(/^[0-9a-f]{64}$/);
export const ResetId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const MailId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const RequestId = z.uuidv7();
/** What a client calls its transfer; core banking finds the transfer by it. */
export const Reference = z.string().min(1).max(64);
export const Amount = z.int().min(1);
export const TransferKind = z.enum(['transfer', 'bulk-transfer']);

/** The ID of the tenant, subscription, group, user or mail an event is about. */
export const AggregateId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** `<outbox ID>-<position>`: the same however often the event is delivered. */
export const EventId = z.string().regex(/^[A-Za-z0-9_-]{1,64}-\d+$/);
