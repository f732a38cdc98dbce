import * as z from 'zod';

/** The IDs events speak of. Each has a closed alphabet, so that no field can carry a name or an address. */

export const TenantId = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .meta({ description: 'Tenant' });
export const GroupId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,36}$/)
  .meta({ description: 'Group' });
export const SubscriptionId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,36}$/)
  .meta({ description: 'Subscription' });
export const UserId = z
  .string()
  .regex(/^[1-9]\d{9}$/)
  .meta({ description: 'User' });
export const AccountId = z
  .string()
  .regex(/^\d{3}-\d{7}$/)
  .meta({ description: 'Account: branch code and number' });
export const TermsVersion = z
  .string()
  .regex(/^[A-Za-z0-9.-]{1,32}$/)
  .meta({ description: 'Version of the terms that was accepted' });
export const ServiceId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,36}$/)
  .meta({ description: 'Period of the certificate service' });
export const OrderId = z
  .string()
  .regex(/^[1-9]\d{9}[A-Za-z0-9]{12}$/)
  .meta({ description: 'Certificate order' });
export const SerialNumber = z
  .string()
  .regex(/^[0-9a-f]{1,40}$/)
  .meta({ description: 'Certificate, by its serial number in lower-case hexadecimal; at most 20 bytes (RFC 5280, 4.1.2.2)' });
export const Thumbprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'Certificate, by the SHA-256 of its DER encoding, in lower-case hexadecimal' });
export const ResetId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: 'Password reset' });
export const MailId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: 'Item that holds the mail' });

export const RequestId = z.uuidv7().meta({ description: 'Approval request' });
/** The one text that clients write themselves; core banking could not find their transfer without it. */
export const Reference = z
  .string()
  .regex(/^[^\p{Cc}]{1,64}$/u)
  .meta({ description: 'What the client calls its transfer (A-9), in a text of its own' });
export const Amount = z.int().min(1).meta({ description: 'Whole yen' });
export const TransferKind = z.enum(['transfer', 'bulk-transfer']).meta({ description: 'One transfer, or many in one' });

export const AggregateId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: 'ID of what the event is about' });

export const EventId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}-\d+$/)
  .meta({ description: '`<outbox ID>-<position>`: the same however often the event is delivered' });
