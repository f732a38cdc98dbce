import { beforeAll, describe, expect, test } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { certificateTenant, inventory, type MailedOrder, pickUp } from '../../support/certificates.ts';
import { type Invited, invitedPeople } from '../../support/invited-people.ts';
import { addedPerson, createGroup, type Person } from '../../support/people.ts';
import { recordedOperations } from '../../support/stored.ts';

const WRONG = { acquisitionPassword: 'Wrong24w8Sora' };

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
});

async function invited(): Promise<Invited> {
  const [user] = await invitedPeople(master, groupId, 1);
  if (user === undefined) throw new Error('Nobody was invited');

  return user;
}

const statusOf = async ({ orderId }: MailedOrder, by = master) =>
  (await inventory(by)).orders.find((order) => order.orderId === orderId)?.status;

const certificatesOf = async ({ userId }: Invited) => (await inventory(master, `?userId=${userId}`)).certificates;

describe('a wrong acquisition password', () => {
  test('X-3 5 times locks the order for good: the administrators see it, the right one is refused, nothing was issued', async () => {
    const user = await invited();
    const administrator = await addedPerson(master, await createGroup(master, '管理者', { userAdministration: true }));

    for (let time = 1; time <= 5; time++) {
      expect(await statusOf(user.order)).toBe('open');
      expectProblem(await pickUp(user.order, WRONG), 'confirmation-failed', 403);
    }

    for (const person of [master, administrator]) expect(await statusOf(user.order, person)).toBe('locked');
    expectProblem(await pickUp(user.order), 'wrong-state', 409);
    expectProblem(await pickUp(user.order, WRONG), 'wrong-state', 409);
    const { orderId, token } = user.order;
    const shown = await call('GET', `/certificate-orders/${orderId}`, { headers: { 'order-token': token } });
    expect(shown.body).toMatchObject({ status: 'locked' });

    await advanceClock('PT13M');
    expectProblem(await pickUp(user.order), 'wrong-state', 409);
    expect(await certificatesOf(user)).toEqual([]);
    const { body } = await call('GET', `/users/${user.userId}`, { token: master.token });
    expect(body['certificate']).toEqual({ status: 'none' });
  });

  test('X-3 H-2 each is recorded, and a right one after 4 of them is served', async () => {
    const user = await invited();
    for (let time = 1; time <= 4; time++) await pickUp(user.order, WRONG);

    expect((await pickUp(user.order)).status).toBe(200);
    const results = recordedOperations(tenantId)
      .filter(({ userId, operation }) => userId === user.userId && operation === 'pickUpCertificate')
      .map(({ result }) => result);
    expect(results.sort()).toEqual([...Array(4).fill('confirmation-failed'), 'done']);
  });

  test('X-3 is one in another case or with a space as well', async () => {
    const { order } = await invited();

    for (const acquisitionPassword of ['kumo24w8sora', 'Kumo24w8Sora ', 'Kumo24w8Sor', '']) {
      expect([400, 403]).toContain((await pickUp(order, { acquisitionPassword })).status);
    }
    expect((await pickUp(order)).status).toBe(200);
  });
});

describe('refused without spending a try', () => {
  test('X-3 with another token, or for an order there is not: both look alike, however often', async () => {
    const [user, other] = [await invited(), await invited()];
    const guesses: MailedOrder[] = [
      { ...user.order, token: other.order.token },
      { ...user.order, token: 'A'.repeat(43) },
      { ...user.order, orderId: `${user.order.orderId}x` },
    ];

    const answers = await Promise.all([...guesses, ...guesses].map((guess) => pickUp(guess, WRONG)));
    for (const answer of answers) expectProblem(answer, 'not-found', 404);
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, instance: '' }))).size).toBe(1);
    expect((await pickUp(user.order)).status).toBe(200);
  });

  test('X-3 with other terms than those in force', async () => {
    const { order } = await invited();

    for (let time = 1; time <= 5; time++) {
      expectProblem(await pickUp(order, { ...WRONG, acceptedTerms: '2020-04-01' }), 'terms-outdated', 409);
    }
    expect((await pickUp(order)).status).toBe(200);
  });

  test('X-3 with a key protection password against the rules', async () => {
    const { order } = await invited();

    for (let time = 1; time <= 5; time++) {
      expectProblem(await pickUp(order, { ...WRONG, keyProtectionPassword: 'short' }), 'rule-violation', 422);
    }
    expect((await pickUp(order)).status).toBe(200);
  });

  test('X-3 R-6 without what is needed, or with more than that: every field is pointed to', async () => {
    const { order } = await invited();
    const answer = await call('POST', `/certificate-orders/${order.orderId}/pick-up`, {
      body: { token: order.token, keyProtectionPassword: 'Nagai-michi-2026', again: false, format: 'pem' },
    });

    const pointers = expectProblem(answer, 'invalid-request', 400).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(['/acceptedTerms', '/acquisitionPassword', '/again', '/format']);
  });
});

describe('refused for what has become of the order', () => {
  test('X-3 once it was picked up', async () => {
    const { order } = await invited();
    expect((await pickUp(order)).status).toBe(200);

    expectProblem(await pickUp(order), 'wrong-state', 409);
    expectProblem(await pickUp(order, WRONG), 'wrong-state', 409);
  });

  test('U-8 once its user was deleted', async () => {
    const user = await invited();
    const { status } = await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [user.userId] } });
    expect(status).toBe(200);

    const answer = await pickUp(user.order);
    expect([404, 409]).toContain(answer.status);
    expect(['not-found', 'wrong-state']).toContain((answer.body as unknown as { code: string }).code);
  });
});
