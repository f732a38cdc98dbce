import * as z from 'zod';
import { AggregateId, EventId, TenantId } from './ids.ts';

/** What an event is about, with its version after the event: consumers order by it (the bus keeps no order). */
export const Aggregate = z.strictObject({
  id: AggregateId,
  version: z.int().min(1).meta({ description: 'Its version after the event' }),
});
export type Aggregate = z.output<typeof Aggregate>;

/**
 * What every event on the bus carries (`Detail`); `type` is also its `DetailType`. Delivered at least once: consumers
 * drop what they have seen by `id`. `data` holds IDs and facts only, never a name, an address or a secret.
 */
export const EventEnvelope = z.strictObject({
  id: EventId,
  type: z.string().meta({ description: 'Which event it is; also the `detail-type` on the bus' }),
  version: z.int().min(1).meta({ description: 'Version of the event’s schema, not of the aggregate' }),
  tenantId: TenantId,
  occurredAt: z.iso.datetime().meta({ description: 'When its cause was asked for' }),
  aggregate: Aggregate.meta({ description: 'What the event is about' }),
  data: z.record(z.string(), z.unknown()).meta({ description: 'What happened, as its event says below' }),
});
export type EventEnvelope = z.output<typeof EventEnvelope>;

/** The bus's `Source`: what others may rely on, and what only this product's own listeners do. */
export const SOURCES = { public: 'business-id', internal: 'business-id.internal' } as const;
export type EventSource = (typeof SOURCES)[keyof typeof SOURCES];
