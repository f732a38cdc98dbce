import * as z from 'zod';
import { AggregateId, EventId, TenantId } from './ids.ts';

/** What an event is about, with its version after the event: consumers order by it (the bus keeps no order). */
export const Aggregate = z.strictObject({ id: AggregateId, version: z.int().min(1) });
export type Aggregate = z.output<typeof Aggregate>;

/**
 * What every event on the bus carries (`Detail`); `type` is also its `DetailType`. Delivered at least once: consumers
 * drop what they have seen by `id`. `data` holds IDs and facts only, never a name, an address or a secret.
 */
export const EventEnvelope = z.strictObject({
  id: EventId,
  type: z.string(),
  /** Version of the event's schema, not of the aggregate. */
  version: z.int().min(1),
  tenantId: TenantId,
  occurredAt: z.iso.datetime(),
  aggregate: Aggregate,
  data: z.record(z.string(), z.unknown()),
});
export type EventEnvelope = z.output<typeof EventEnvelope>;

/** The bus's `Source`: what others may rely on, and what only this product's own listeners do. */
export const SOURCES = { public: 'business-id', internal: 'business-id.internal' } as const;
export type EventSource = (typeof SOURCES)[keyof typeof SOURCES];
