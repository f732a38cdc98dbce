import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '../../../events/envelope.ts';
import { EVENTS, isEventType } from '../../../events/index.ts';
import { environment } from '../../runtime/environment.ts';

/** Limits of one PutEvents call: AWS, Amazon EventBridge user guide, "Sending events with PutEvents". */
const ENTRIES_PER_CALL = 10;
const BYTES_PER_CALL = 256 * 1024;

/** The first call and two more for the entries that failed; whoever delivered the events tries again later. */
const CALLS = 3;
const PAUSE_MILLISECONDS = 100;

/** The bus did not take all of the events. `reasons` are EventBridge's error codes. */
class EventsNotTaken extends Error {
  override readonly name = 'EventsNotTaken';
  readonly reasons: readonly string[];

  constructor(count: number, reasons: readonly string[]) {
    super(`EventBridge did not take ${count} events`);
    this.reasons = reasons;
  }
}

export type EventBus = {
  /** Puts events on the bus, in order. Throws unless every one was confirmed; some may be on the bus already then. */
  publish(events: readonly EventEnvelope[]): Promise<void>;
};

/** The bus named in the environment. The client keeps its connections for the life of the instance. */
export function eventBus(): EventBus {
  const bus = environment('BUS_NAME');
  const client = new EventBridgeClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

  return {
    async publish(events) {
      for (const entries of batches(events.map((event) => entryOf(event, bus)))) await put(client, entries);
    },
  };
}

function entryOf(event: EventEnvelope, bus: string): PutEventsRequestEntry {
  if (!isEventType(event.type)) throw new Error(`Event ${event.id} has an unknown type: ${event.type}`);

  return {
    EventBusName: bus,
    Source: EVENTS[event.type].source,
    DetailType: event.type,
    Time: new Date(event.occurredAt),
    Detail: JSON.stringify(event),
  };
}

/** Cuts entries into calls; an entry too large for any call goes alone, and the bus says so. */
export function batches(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const calls: PutEventsRequestEntry[][] = [];
  let room = { entries: 0, bytes: 0 };

  for (const entry of entries) {
    const bytes = bytesOf(entry);

    if (room.entries < 1 || room.bytes < bytes) {
      calls.push([]);
      room = { entries: ENTRIES_PER_CALL, bytes: BYTES_PER_CALL };
    }

    calls.at(-1)?.push(entry);
    room = { entries: room.entries - 1, bytes: room.bytes - bytes };
  }

  return calls;
}

/** AWS, "Calculating Amazon EventBridge PutEvents event entry size": the time counts as 14 bytes. */
function bytesOf({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number {
  return 14 + [Source, DetailType, Detail].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

async function put(client: EventBridgeClient, entries: PutEventsRequestEntry[]): Promise<void> {
  let pending = entries;
  let errorCodes: string[] = [];

  for (let call = 0; call < CALLS && pending.length > 0; call++) {
    // Full jitter: publishers that failed together do not come back together.
    if (call > 0) await pause(Math.random() * PAUSE_MILLISECONDS * 2 ** call);

    const { Entries: results = [] } = await client.send(new PutEventsCommand({ Entries: pending }));

    errorCodes = results.flatMap(({ ErrorCode }) => ErrorCode ?? []);
    // Only an entry with an ID is on the bus.
    pending = pending.filter((_, position) => results[position]?.EventId === undefined);
  }

  if (pending.length > 0) throw new EventsNotTaken(pending.length, errorCodes);
}
