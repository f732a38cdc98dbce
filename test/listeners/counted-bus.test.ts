import { expect, it } from 'vitest';
import type { EventEnvelope } from '../../events/envelope.ts';
import { EVENTS } from '../../events/index.ts';
import { COUNTED_EVENTS, COUNTS } from '../../functions/contracts/metrics.ts';
import { countedBus } from '../../functions/listeners/counted-bus.ts';

const examples = Object.values(EVENTS).map(({ example }) => example as EventEnvelope);

function busThat(publish: () => Promise<void>) {
  const counts: string[] = [];
  const bus = countedBus({ publish }, (...names) => void counts.push(...names));

  return { bus, counts };
}

it('counts an event that the bus has taken, once for each that is among them', async () => {
  const { bus, counts } = busThat(async () => {});

  await bus.publish([...examples, ...examples]);

  const once = Object.values(COUNTED_EVENTS);
  expect(counts.toSorted()).toEqual([...once, ...once].toSorted());
});

it('counts nothing that the bus has not taken: it comes again', async () => {
  const { bus, counts } = busThat(() => Promise.reject(new Error('throttled')));

  await expect(bus.publish(examples)).rejects.toThrow('throttled');
  expect(counts).toEqual([]);
});

it('counts each kind of event under a name of its own', () => {
  const names = Object.values(COUNTED_EVENTS);

  expect(new Set(names).size).toBe(names.length);
  expect(new Set(Object.values(COUNTS)).size).toBe(Object.values(COUNTS).length);
});
