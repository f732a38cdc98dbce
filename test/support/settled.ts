import { advanceClock, local } from './api.ts';

/** An event as it was put on the bus. */
export type BusEvent = {
  readonly id: string;
  readonly type: string;
  readonly tenantId: string;
  readonly aggregate: { readonly id: string; readonly version: number };
  readonly data: Readonly<Record<string, unknown>>;
};

/** Waits until all that the requests so far have caused is done: outbox, bus and mail. What happens once can then be counted. */
export async function settled(): Promise<void> {
  await advanceClock('PT0S');
}

/**
 * The events of one type that a tenant has caused so far, the newest first. The bus may deliver an event again, which
 * consumers know by its ID and so do tests.
 */
export async function eventsOf(tenantId: string, type: string): Promise<BusEvent[]> {
  await settled();
  const { events } = await local<{ events: BusEvent[] }>('GET', `/events?type=${type}`);

  const known = new Map(events.map((event) => [event.id, event]));

  return [...known.values()].filter((event) => event.tenantId === tenantId);
}
