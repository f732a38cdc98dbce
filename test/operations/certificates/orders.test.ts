import { beforeAll, describe, expect, test } from 'vitest';
import { call, expectProblem, local } from '../../support/api.ts';
import { ACQUISITION_PASSWORD, certificateTenant, inventory, ordered, pickUp } from '../../support/certificates.ts';
import { type Invited, invitedPeople } from '../../support/invited-people.ts';
import { mailTo } from '../../support/mailbox.ts';
import { createGroup, type Person, people } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';

type UserRow = {
  userId: string;
  email: string;
  version: number;
  certificate: { status: string; expiresAt?: string };
};

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

const certificateOrder = { acquisitionPassword: ACQUISITION_PASSWORD };

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
});

const userOf = async ({ userId }: { userId: string }) =>
  (await call<UserRow>('GET', `/users/${userId}`, { token: master.token })).body;

const create = (users: readonly object[]) =>
  call<{ users: UserRow[] }>('POST', '/users/batch-create', { token: master.token, body: { users } });

const update = (users: readonly object[]) =>
  call<{ users: UserRow[] }>('POST', '/users/batch-update', { token: master.token, body: { users } });

const statusOf = async ({ order }: Invited) =>
  (await inventory(master)).orders.find((own) => own.orderId === order.orderId)?.status;

describe('ordered', () => {
  test('U-2 X-1 with some of the people added at once: they are told apart in the answer, the inventory and the events', async () => {
    const [first, second] = people(groupId, 2);
    const { now } = await local<{ now: string }>('GET', '/clock');
    const { status, body } = await create([{ ...first, certificateOrder }, { ...second }]);

    expect(status).toBe(201);
    const [withOrder, without] = body.users;
    expect(withOrder?.certificate.status).toBe('ordered');
    expect(without?.certificate).toEqual({ status: 'none' });

    const expiresAt = withOrder?.certificate.expiresAt ?? '';
    expect(Date.parse(expiresAt) - Date.parse(now) - MONTH_MS).toBeGreaterThanOrEqual(0);
    expect(Date.parse(expiresAt) - Date.parse(now) - MONTH_MS).toBeLessThan(60_000);

    const { orders } = await inventory(master, `?userId=${withOrder?.userId}`);
    expect(orders).toEqual([{ orderId: expect.any(String), userId: withOrder?.userId, kind: 'new', status: 'open', expiresAt }]);
    expect((await inventory(master, `?userId=${without?.userId}`)).orders).toEqual([]);

    const told = (await eventsOf(tenantId, 'certificate-ordered')).filter(({ data }) => data['userId'] === withOrder?.userId);
    const [{ orderId } = { orderId: '' }] = orders;
    expect(told.map(({ aggregate, data }) => ({ aggregate, data }))).toEqual([
      {
        aggregate: { id: orderId, version: 1 },
        data: { orderId, userId: withOrder?.userId, kind: 'new', expiresAt, actorUserId: master.userId },
      },
    ]);
  });

  test('U-5 X-1 for somebody who is there already, and U-10 for the master by the master', async () => {
    const { body } = await create(people(groupId, 1));
    const [user] = body.users;
    const { version } = await userOf(master);

    const edited = await update([
      { userId: user?.userId, version: user?.version, certificateOrder },
      { userId: master.userId, version, certificateOrder },
    ]);

    expect(edited.status, JSON.stringify(edited.body)).toBe(200);
    expect(edited.body.users.map(({ certificate }) => certificate.status)).toEqual(['ordered', 'ordered']);
    expect(edited.body.users.map((row) => row.version)).toEqual([(user?.version ?? 0) + 1, version + 1]);
    expect(edited.body.users).toEqual(await Promise.all(edited.body.users.map(userOf)));
  });

  test('X-12 X-1 again: the earlier order is void, which an event tells, and the later one serves', async () => {
    const [user] = await invitedPeople(master, groupId, 1);
    if (user === undefined) throw new Error('Nobody was invited');
    const later = await ordered(master, user);

    expect(await statusOf(user)).toBe('cancelled');
    expectProblem(await pickUp(user.order), 'wrong-state', 409);
    const cancelled = (await eventsOf(tenantId, 'certificate-order-cancelled')).map(({ data }) => data);
    expect(cancelled).toContainEqual({ orderId: user.order.orderId, userId: user.userId, reason: 'replaced' });
    expect(cancelled).not.toContainEqual(expect.objectContaining({ orderId: later.orderId }));
    expect((await pickUp(later)).status).toBe(200);
  });

  test('X-12 by two administrators at once: one order stands, and the other edit is refused', async () => {
    const [user] = await invitedPeople(master, groupId, 1);
    const { userId, version } = await userOf(user ?? master);

    const answers = await Promise.all([1, 2].map(() => update([{ userId, version, certificateOrder }])));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) expectProblem(answer, 'version-conflict', 409);
    const { orders } = await inventory(master, `?userId=${userId}`);
    expect(orders.map(({ status }) => status).sort()).toEqual(['cancelled', 'open']);
  });

  test('U-2 U-5 X-1 for 20 people in one request, and for all of them again', async () => {
    const users = await invitedPeople(master, groupId, 20);
    const again = await update(
      await Promise.all(
        users.map(async (user) => {
          const { userId, version } = await userOf(user);

          return { userId, version, certificateOrder };
        }),
      ),
    );

    expect(again.status, JSON.stringify(again.body)).toBe(200);
    const orders = (await inventory(master, '?status=open')).orders.map(({ userId }) => userId);
    for (const { userId } of users) expect(orders.filter((id) => id === userId)).toEqual([userId]);
  });
});

describe('refused, and nothing is changed', () => {
  const refusedPasswords = [
    ['too short', 'Kumo24w', 'password-too-short'],
    ['too long', `a1${'b'.repeat(63)}`, 'password-too-long'],
    ['with a symbol', 'Kumo-24w8', 'password-characters'],
    ['with full-width letters', 'Ｋｕｍｏ24w8x', 'password-characters'],
  ] as const;

  test.each(refusedPasswords)(
    'X-3 U-2 with an acquisition password %s, pointing to the row',
    async (_, acquisitionPassword, code) => {
      const rows = people(groupId, 2);
      const answer = await create([rows[0] ?? {}, { ...rows[1], certificateOrder: { acquisitionPassword } }]);

      expect(expectProblem(answer, 'rule-violation', 422)).toMatchObject([
        { pointer: '/users/1/certificateOrder/acquisitionPassword', code },
      ]);
      for (const { email } of rows) expect(await mailTo(email)).toEqual([]);
    },
  );

  test('X-3 U-5 with wrong acquisition passwords of several rows: each is pointed to, no row is edited', async () => {
    const { body } = await create(people(groupId, 2));
    const rows = body.users.map(({ userId, version }) => ({
      userId,
      version,
      name: '改名',
      certificateOrder: { acquisitionPassword: 'x' },
    }));

    const errors = expectProblem(await update(rows), 'rule-violation', 422);
    expect(errors.map(({ pointer }) => pointer)).toEqual(
      [0, 1].map((row) => `/users/${row}/certificateOrder/acquisitionPassword`),
    );
    expect(await Promise.all(body.users.map(userOf))).toEqual(body.users);
  });

  test('X-12 U-5 with a stale version: the open order stays open', async () => {
    const [user] = await invitedPeople(master, groupId, 1);
    if (user === undefined) throw new Error('Nobody was invited');
    const { userId, version } = await userOf(user);

    expectProblem(await update([{ userId, version: version + 1, certificateOrder }]), 'version-conflict', 409);
    expect(await statusOf(user)).toBe('open');
  });

  test('R-2 without an acquisition password', async () => {
    const [row] = people(groupId, 1);
    const answer = await create([{ ...row, certificateOrder: {} }]);

    expect(expectProblem(answer, 'invalid-request', 400)).toMatchObject([
      { pointer: '/users/0/certificateOrder/acquisitionPassword', code: 'required' },
    ]);
  });
});
