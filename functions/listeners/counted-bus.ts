import { isEventType } from '../../events/index.ts';
import type { EventBus } from '../adapters/eventbridge/event-bus.ts';
import { COUNTED_EVENTS } from '../contracts/metrics.ts';
import type { Count } from '../runtime/count.ts';

/** A bus that counts what it has taken. Every fact passes here, whatever it came from, so that none is missed. */
export function countedBus(bus: EventBus, count: Count): EventBus {
  return {
    async publish(events) {
      await bus.publish(events);

      count(...events.flatMap(({ type }) => (isEventType(type) ? (COUNTED_EVENTS[type] ?? []) : [])));
    },
  };
}
