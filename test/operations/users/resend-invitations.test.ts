import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem, local } from '../../support/api.ts';
import { certificateTenant, mailedOrder, pickUp } from '../../support/certificates.ts';
import { type Invited as InvitedPerson, invitedPeople } from '../../support/invited-people.ts';
import { distinctMailTo, mailed } from '../../support/mailbox.ts';
import {
  addedPerson,
  createGroup,
  loggedInAgain,
  logIn,
  type Person,
  people,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';
import { warmUp } from '../../support/races.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const PAUSE = 'PT1M';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  groupId = await createGroup(master, '全員');
});

afterEach(() => local('DELETE', '/faults'));

const resend = (userIds: string[], { token }: Person = master, headers = {}) =>
  call('POST', '/users/invitations', { token, body: { userIds }, headers });
const shown = async (userId: string, { token }: Person = master) =>
  (await call<{ loginStatus: string; emailStatus: string; version: number }>('GET', `/users/${userId}`, { token })).body;

type Invited = { userId: string; email: string; password: string };

/** People who were invited so long ago that they may be invited again. */
async function invited(count: number, emails: readonly string[] = []): Promise<Invited[]> {
  const users = people(groupId, count).map((row, index) => ({ ...row, email: emails[index] ?? row.email }));
  const { body } = await call<{ users: { userId: string; email: string }[] }>('POST', '/users/batch-create', {
    token: master.token,
    body: { users },
  });

  const added = await Promise.all(
    body.users.map(async ({ userId, email }) => ({ userId, email, password: await mailed(email, 'Temporary login password') })),
  );
  await advanceClock(PAUSE);
  master = await loggedInAgain(master);

  return added;
}

const newPassword = ({ email, password }: Invited) =>
  mailed(email, 'Temporary login password', (another) => another !== password);

describe('sent again', () => {
  it('U-4 with a new temporary password; the earlier one and its session stop working at once', async () => {
    const [person] = (await invited(1)) as [Invited];
    const stranger = await logIn(person.userId, person.password);

    expect((await resend([person.userId])).status).toBe(202);

    expectProblem(await logIn(person.userId, person.password), 'authentication-failed', 401);
    expectProblem(await call('GET', '/me', { token: stranger.body.token }), 'unauthenticated', 401);
    expect(await newPassword(person)).not.toBe(person.password);
    expect(await setUp(person.email)).toMatchObject({ userId: person.userId });
    expect(await shown(person.userId)).toMatchObject({ loginStatus: 'active', version: 1 });
  });

  it('U-4 to somebody whose invitation expired, for another 14 days, by a user administrator', async () => {
    const administrators = await createGroup(master, '管理', { userAdministration: true });
    const administrator = await addedPerson(master, administrators);
    const [person] = (await invited(1)) as [Invited];
    await advanceClock('P14D');
    const back = await loggedInAgain(administrator);
    expect(await shown(person.userId, back)).toMatchObject({ loginStatus: 'invitation-expired' });

    expect((await resend([person.userId], back)).status).toBe(202);

    expect(await shown(person.userId, back)).toMatchObject({ loginStatus: 'invited' });
    const password = await newPassword(person);
    await advanceClock('P13DT23H');
    expect((await logIn(person.userId, password)).status).toBe(201);
    master = await loggedInAgain(master);
  });

  it('H-2 R-4 recorded once with all of them, told by one event each, and mailed once', async () => {
    const [first, second] = (await invited(2)) as [Invited, Invited];
    const userIds = [first.userId, second.userId];
    const key = { 'idempotency-key': randomUUID() };

    const answers = [await resend(userIds, master, key), await resend(userIds, master, key)];

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(recordedOperations(tenantId).filter(({ operation }) => operation === 'resendInvitations')).toContainEqual(
      expect.objectContaining({ subjects: userIds, userId: master.userId, result: 'done' }),
    );
    const told = (await eventsOf(tenantId, 'credential-reset')).filter(({ data }) => userIds.includes(String(data['userId'])));
    expect(told.map(({ data }) => data).toReversed()).toEqual(
      userIds.map((userId) => ({ userId, credential: 'login-password', actorUserId: master.userId })),
    );
    for (const { email } of [first, second]) expect(await distinctMailTo(email)).toHaveLength(2);
  });

  it('X-1 X-12 with a new pick-up URL of an open certificate order, whose earlier one no longer serves', async () => {
    const { master: owner } = await certificateTenant();
    const [person] = (await invitedPeople(owner, await createGroup(owner, '証明書'), 1)) as [InvitedPerson];
    await advanceClock(PAUSE);

    expect((await resend([person.userId], await loggedInAgain(owner))).status).toBe(202);
    await settled();

    const again = await mailedOrder(person.email);
    expect(again).toMatchObject({ orderId: person.order.orderId });
    expect(again.token).not.toBe(person.order.token);
    expectProblem(await pickUp(person.order), 'not-found', 404);
    expect((await pickUp(again)).status).toBe(200);
  });

  it('U-1 tries the address anew: it is all right until mail comes back again', async () => {
    const [person] = (await invited(1, [`bounce+${randomUUID()}@simulator.amazonses.com`])) as [Invited];
    expect(await shown(person.userId)).toMatchObject({ emailStatus: 'bounced' });
    await local('POST', '/faults', { service: 'ses', action: 'SendEmail', fault: 'throttle', count: 4, operation: 'sendMail' });

    expect((await resend([person.userId])).status).toBe(202);

    await settled();
    expect(await shown(person.userId)).toMatchObject({ emailStatus: 'ok' });
    await advanceClock('PT2M');
    expect(await shown(person.userId)).toMatchObject({ emailStatus: 'bounced' });
  });
});

describe('refused', () => {
  it('U-4 to whoever has set up or is locked, and then to all, each pointed at', async () => {
    const [waiting, locked] = (await invited(2)) as [Invited, Invited];
    for (let failure = 1; failure <= 5; failure++) await logIn(locked.userId, 'Wrong-pw1');

    const answer = await resend([waiting.userId, master.userId, locked.userId]);

    expect(expectProblem(answer, 'wrong-state', 409)).toMatchObject([
      { pointer: '/userIds/1', code: 'not-invited' },
      { pointer: '/userIds/2', code: 'not-invited' },
    ]);
    await settled();
    expect(await distinctMailTo(waiting.email)).toHaveLength(1);
    expect((await logIn(waiting.userId, waiting.password)).status).toBe(201);
  });

  it('U-4 within a minute of the last invitation, and says when it will not be', async () => {
    const [person] = (await invited(1)) as [Invited];
    expect((await resend([person.userId])).status).toBe(202);

    const answer = await resend([person.userId]);

    expectProblem(answer, 'too-many-requests', 429);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    await advanceClock(`PT${seconds}S`);
    expect((await resend([person.userId])).status).toBe(202);
  });

  it('U-4 all but once, however many ask at once', async () => {
    const [person] = (await invited(1)) as [Invited];
    await warmUp(() => resend([]));

    const answers = await Promise.all(Array.from({ length: 8 }, () => resend([person.userId])));

    expect(answers.map(({ status }) => status).filter((status) => status !== 503)).toSatisfy(
      (statuses: number[]) => statuses.filter((status) => status === 202).length === 1 && new Set(statuses).size === 2,
    );
    await settled();
    expect(await distinctMailTo(person.email)).toHaveLength(2);
  });

  it('R-1 for the users of another tenant, as for IDs that nobody has', async () => {
    const [person] = (await invited(1)) as [Invited];
    const { master: stranger } = await subscribedTenant();

    const errors = [
      { pointer: '/userIds/0', code: 'unknown-user' },
      { pointer: '/userIds/1', code: 'unknown-user' },
    ];
    expect(expectProblem(await resend([person.userId, '9999999999'], stranger), 'not-found', 404)).toMatchObject(errors);
  });
});
