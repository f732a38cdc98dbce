import { beforeAll, describe, expect, test } from 'vitest';
import { advanceClock, call, local } from '../../support/api.ts';
import { ACQUISITION_PASSWORD, certificateTenant, inventory, mailedOrder, pickUp } from '../../support/certificates.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { createGroup, LOGIN_PASSWORD, logIn, type Person, people } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

// Orders that nobody picks up, while the functions of the state machine that closes them die at every step.

const EXPIRED = /申請が取り消されました/;

/** Each kills the function of one execution: before or after one of the calls to AWS that it makes. */
const DEATHS = ['BatchGetItem', 'GetItem', 'TransactWriteItems'].flatMap((action) =>
  (['crash-before', 'crash-after'] as const).map((fault) => ({ service: 'dynamodb', action, fault, count: 1 })),
);

let tenantId: string;
let master: Person;
const users: { userId: string; email: string }[] = [];

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  const groupId = await createGroup(master, '照会');

  // Each order has an execution of its own.
  for (const person of people(groupId, DEATHS.length + 1)) {
    const body = { users: [{ ...person, certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD } }] };
    const added = await call<{ users: { userId: string; email: string }[] }>('POST', '/users/batch-create', {
      token: master.token,
      body,
    });
    users.push(...added.body.users);
  }
});

describe('an order that nobody picks up', () => {
  test('X-2 is open for 30 days, whatever dies then is closed once, and each user is told once', async () => {
    const [picked] = users;
    const order = await mailedOrder(picked?.email ?? '');
    await advanceClock('P29D');
    expect((await pickUp(order)).status).toBe(200);

    for (const death of DEATHS) {
      await local('POST', '/faults', { operation: 'expireOrders', ...death });
      await advanceClock('PT1S');
    }
    await advanceClock('P1D');
    await advanceClock('PT2H');
    await settled();
    const { faults } = await local<{ faults: unknown[] }>('GET', '/faults');
    expect(faults, 'every death has happened').toEqual([]);

    const session = (await logIn(master.userId, LOGIN_PASSWORD)).body;
    const { orders } = await inventory({ ...master, token: session.token });
    const others = users.slice(1);
    expect(orders.filter(({ status }) => status === 'cancelled')).toHaveLength(others.length);
    expect(orders.filter(({ status }) => status === 'picked-up')).toHaveLength(1);

    const cancelled = await eventsOf(tenantId, 'certificate-order-cancelled');
    expect(cancelled.map(({ data }) => data['userId']).toSorted()).toEqual(others.map(({ userId }) => userId).toSorted());
    expect(new Set(cancelled.map(({ data }) => data['reason']))).toEqual(new Set(['expired']));
    for (const { email } of others) {
      expect((await distinctMailTo(email)).filter(({ subject }) => EXPIRED.test(subject))).toHaveLength(1);
    }
    expect((await distinctMailTo(picked?.email ?? '')).filter(({ subject }) => EXPIRED.test(subject))).toHaveLength(0);
  });
});
