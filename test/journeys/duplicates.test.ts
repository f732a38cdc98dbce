import { afterEach, describe, expect, it } from 'vitest';
import { local } from '../support/api.ts';
import { distinctMailTo, mailTo } from '../support/mailbox.ts';
import { registeredTenant, setUp, type TestTenant } from '../support/people.ts';
import { type BusEvent, settled } from '../support/settled.ts';
import { storedItems } from '../support/stored.ts';

afterEach(() => local('DELETE', '/faults'));

/** Registers a tenant, which is told by an event and a mail, while the next delivery to a listener happens twice. */
async function registeredWhile(delivery: 'stream' | 'event' | 'invocation', operation: string): Promise<TestTenant> {
  await settled();
  const lettersBefore = await local('GET', '/dead-letters');
  await local('POST', '/faults', { delivery, fault: 'duplicate', count: 1, operation });

  const tenant = await registeredTenant();
  await settled();
  expect(await local('GET', '/faults')).toEqual({ faults: [] });
  expect(await local('GET', '/dead-letters')).toEqual(lettersBefore);

  return tenant;
}

/** Every event of a tenant that is on the bus, duplicates as well, by ID. */
async function eventsById(tenantId: string): Promise<BusEvent[][]> {
  const { events } = await local<{ events: BusEvent[] }>('GET', '/events');
  const own = events.filter((event) => event.tenantId === tenantId);

  return [...Map.groupBy(own, ({ id }) => id).values()];
}

describe('AWS delivers at least once', () => {
  it('R-4 a batch of the stream that comes twice puts the same events on the bus, under the same IDs', async () => {
    const { tenantId, email } = await registeredWhile('stream', 'publishOutbox');

    const byId = await eventsById(tenantId);
    expect(byId.map((events) => events[0]?.type)).toContain('tenant-registered');
    for (const [event, ...copies] of byId) expect(copies).toEqual([event]);
    expect(await distinctMailTo(email)).toHaveLength(1);
  });

  it.each(['event', 'invocation'] as const)(
    'R-4 a mail asked for twice (%s) is sent once, or twice alike, and its job is gone',
    async (delivery) => {
      const { tenantId, email } = await registeredWhile(delivery, 'sendMail');

      expect(await distinctMailTo(email)).toHaveLength(1);
      expect((await mailTo(email)).length).toBeLessThanOrEqual(2);
      expect(storedItems('MAIL#').filter((item) => item['tenantId'] === tenantId)).toEqual([]);
      expect((await setUp(email)).userId).toMatch(/^\d{10}$/);
    },
  );
});
