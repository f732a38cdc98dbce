import { beforeAll, describe, expect, test } from 'vitest';
import { certificateConcurrency } from '../../../infra/certificate-concurrency.ts';
import { settings } from '../../../infra/settings.ts';
import { type Answer, call, expectProblem } from '../../support/api.ts';
import {
  ACQUISITION_PASSWORD,
  certificateTenant,
  inventory,
  type MailedOrder,
  mailedOrder,
  type PickedUp,
  pickUp,
} from '../../support/certificates.ts';
import { createGroup, type Person, people } from '../../support/people.ts';

const AT_ONCE = 20;
const { issuing } = certificateConcurrency(settings.certificatesPerSecond);

let master: Person;
const orders: MailedOrder[] = [];
let answers: readonly Answer<PickedUp>[];

const refused = () => orders.filter((_, index) => answers[index]?.status === 503);

beforeAll(async () => {
  ({ master } = await certificateTenant());
  const users = people(await createGroup(master, '照会'), AT_ONCE);
  const body = { users: users.map((user) => ({ ...user, certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD } })) };
  expect((await call('POST', '/users/batch-create', { token: master.token, body })).status).toBe(201);
  for (const { email } of users) orders.push(await mailedOrder(email));

  answers = await Promise.all(orders.map((order) => pickUp(order)));
});

describe('more people picking certificates up at once than AWS Private CA has quota for', () => {
  test('X-5 are answered 503 with Retry-After, beyond the reserved concurrency', () => {
    expect(issuing).toBeLessThan(AT_ONCE);
    expect(refused().length).toBeGreaterThan(0);

    for (const answer of answers) {
      if (answer.status === 200) continue;

      expectProblem(answer, 'temporarily-unavailable', 503);
      expect(answer.headers.get('retry-after')).toBe('1');
    }
  });

  test('R-4 find nothing half done: a refused order is open, and no certificate was issued for it', async () => {
    const { certificates, orders: kept } = await inventory(master);
    const open = kept.filter(({ status }) => status === 'open').map(({ orderId }) => orderId);

    expect(open.toSorted()).toEqual(
      refused()
        .map(({ orderId }) => orderId)
        .toSorted(),
    );
    expect(certificates).toHaveLength(AT_ONCE - open.length);
  });

  test('X-3 pick theirs up when they come back', async () => {
    for (const order of refused()) expect((await pickUp(order)).status).toBe(200);

    expect((await inventory(master)).certificates).toHaveLength(AT_ONCE);
  });
});
