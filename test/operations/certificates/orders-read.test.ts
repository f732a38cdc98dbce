import { beforeAll, describe, expect, test } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { CERTIFICATE_TERMS, certificateTenant, inventory, type MailedOrder, pickUp } from '../../support/certificates.ts';
import { type Invited, invitedPeople } from '../../support/invited-people.ts';
import { createGroup, loggedInAgain, type Person } from '../../support/people.ts';

let master: Person;
let first: Invited;
let second: Invited;

beforeAll(async () => {
  ({ master } = await certificateTenant());
  const invited = await invitedPeople(master, await createGroup(master, '営業部'), 2);
  [first, second] = invited as [Invited, Invited];
});

const read = ({ orderId, token }: MailedOrder) =>
  call('GET', `/certificate-orders/${orderId}`, { headers: { 'order-token': token } });

const userStatus = async ({ userId }: Invited) =>
  (await call<{ certificate: object }>('GET', `/users/${userId}`, { token: master.token })).body.certificate;

describe('an order is shown', () => {
  test('X-1 to whoever has the mailed URL, without a session', async () => {
    const { orders } = await inventory(master, `?userId=${first.userId}`);
    const { status, body, headers } = await read(first.order);

    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      orderId: first.order.orderId,
      commonName: first.userId,
      kind: 'new',
      status: 'open',
      expiresAt: orders[0]?.expiresAt,
      terms: { version: CERTIFICATE_TERMS },
    });
  });

  test('X-1 with what has become of it', async () => {
    expect((await pickUp(second.order)).status).toBe(200);

    expect((await read(second.order)).body).toMatchObject({ status: 'picked-up' });
  });
});

describe('an order is not shown', () => {
  test('X-1 with another token, the one of another order among them, nor without an order: both look alike', async () => {
    const guesses: MailedOrder[] = [
      { ...first.order, token: second.order.token },
      { ...first.order, token: 'A'.repeat(43) },
      { ...first.order, token: first.order.token.slice(0, -1) },
      { ...first.order, orderId: `${first.order.orderId}x` },
      { ...first.order, orderId: `1000000000${first.order.orderId.slice(10)}` },
      { ...first.order, orderId: 'x' },
    ];

    const answers = await Promise.all(guesses.map(read));
    for (const answer of answers) expectProblem(answer, 'not-found', 404);
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, instance: '' }))).size).toBe(1);
  });

  test('R-6 without the header, which the problem points to', async () => {
    const answer = await call('GET', `/certificate-orders/${first.order.orderId}`);

    expect(expectProblem(answer, 'invalid-request', 400)).toMatchObject([{ pointer: '/header/order-token', code: 'required' }]);
  });
});

describe('in time', () => {
  // Moves the clock: comes last.
  test('X-2 after 30 × 24 hours an order is cancelled, for whoever has the URL and for the administrator', async () => {
    await advanceClock('P29DT23H');
    expect((await read(first.order)).body).toMatchObject({ status: 'open' });

    await advanceClock('PT1H1M');
    master = await loggedInAgain(master);

    expect((await read(first.order)).body).toMatchObject({ status: 'cancelled' });
    expectProblem(await pickUp(first.order), 'expired', 410);
    expectProblem(await pickUp(first.order, { acquisitionPassword: 'Wrong24w8Sora' }), 'expired', 410);
    expect(await userStatus(first)).toEqual({ status: 'none' });
    expect(await userStatus(second)).toMatchObject({ status: 'valid' });
  });
});
