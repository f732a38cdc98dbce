import { beforeAll, describe, expect, test } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { ACQUISITION_PASSWORD, certificateTenant, inventory } from '../../support/certificates.ts';
import { mailTo } from '../../support/mailbox.ts';
import { addedPerson, createGroup, type Person, people, subscribedTenant } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';

type UserRow = { userId: string; version: number; certificate: object };

const certificateOrder = { acquisitionPassword: ACQUISITION_PASSWORD };

const usersSeenBy = async ({ token }: Person) => (await call<{ users: UserRow[] }>('GET', '/users', { token })).body.users;

const update = ({ token }: Person, users: readonly object[]) =>
  call<{ users: UserRow[] }>('POST', '/users/batch-update', { token, body: { users } });

describe('without the certificate service', () => {
  let tenantId: string;
  let master: Person;
  let groupId: string;

  beforeAll(async () => {
    ({ tenantId, master } = await subscribedTenant());
    groupId = await createGroup(master, '営業部');
  });

  test('X-1 nobody is added with an order: no user, no mail, no event', async () => {
    const rows = people(groupId, 2);
    const body = { users: [rows[0], { ...rows[1], certificateOrder }] };
    const answer = await call('POST', '/users/batch-create', { token: master.token, body });

    expectProblem(answer, 'certificate-service-inactive', 409);
    expect(await usersSeenBy(master)).toHaveLength(1);
    for (const { email } of rows) expect(await mailTo(email)).toEqual([]);
    for (const type of ['user-added', 'certificate-ordered']) expect(await eventsOf(tenantId, type)).toEqual([]);
  });

  test('X-1 nobody is edited with an order, the rows beside it included', async () => {
    await call('POST', '/users/batch-create', { token: master.token, body: { users: people(groupId, 1) } });
    const before = await usersSeenBy(master);

    const [first, second] = before.map(({ userId, version }) => ({ userId, version, name: '改名' }));
    expectProblem(await update(master, [first ?? {}, { ...second, certificateOrder }]), 'certificate-service-inactive', 409);

    expect(await usersSeenBy(master)).toEqual(before);
    expect(await eventsOf(tenantId, 'certificate-ordered')).toEqual([]);
  });
});

describe('for the master', () => {
  test('U-10 by a user administrator: refused, and the rows beside it as well', async () => {
    const { tenantId, master } = await certificateTenant();
    const groupId = await createGroup(master, '管理者', { userAdministration: true });
    const administrator = await addedPerson(master, groupId);
    const before = await usersSeenBy(administrator);

    const rows = before.map(({ userId, version }) => ({ userId, version, certificateOrder }));
    const errors = expectProblem(await update(administrator, rows), 'permission-denied', 403);

    expect(errors).toMatchObject([{ pointer: '/users/0/userId', code: 'master-only' }]);
    expect(await usersSeenBy(administrator)).toEqual(before);
    expect(await eventsOf(tenantId, 'certificate-ordered')).toEqual([]);

    // The own row may be ordered for.
    const own = rows.filter(({ userId }) => userId === administrator.userId);
    expect((await update(administrator, own)).status).toBe(200);
    expect((await inventory(master)).orders).toMatchObject([{ userId: administrator.userId, status: 'open' }]);
  });
});
