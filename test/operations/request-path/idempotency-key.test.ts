import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, advanceClock, call, expectProblem, operator } from '../../support/api.ts';
import { distinctMailTo, mailed } from '../../support/mailbox.ts';
import {
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  registeredTenant,
  registration,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { signedCall } from '../../support/signed-calls.ts';

type Caller = Pick<Person, 'token'>;

const KEY = 'order-4711';

const post = ({ token }: Caller, path: string, body: object, key = KEY) =>
  call('POST', path, { token, body, headers: { 'idempotency-key': key } });

const addUsers = (caller: Caller, users: object[], key = KEY) => post(caller, '/users/batch-create', { users }, key);

const userCount = async ({ token }: Caller) => (await call<{ users: unknown[] }>('GET', '/users', { token })).body.users.length;

describe('a request repeated with the same Idempotency-Key', () => {
  it('R-3 has one effect and the same answer, however often it is sent', async () => {
    const { tenantId, master } = await subscribedTenant();
    const users = people(await createGroup(master, '照会'), 2);

    const first = await addUsers(master, users);
    expect(first.status).toBe(201);

    for (let time = 1; time <= 3; time++) {
      const again = await addUsers(master, users);
      expect([again.status, again.body]).toEqual([first.status, first.body]);
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
      expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    }

    expect(await userCount(master)).toBe(3);
    expect(await eventsOf(tenantId, 'user-added')).toHaveLength(2);
    for (const { email } of users) expect(await distinctMailTo(email)).toHaveLength(1);
  });

  it('R-3 C-9 needs no second confirmation: it may carry the used one, a fresh one or one that is wrong', async () => {
    const { tenantId, master } = await subscribedTenant();
    const group = { name: '照会', permissions: {} };
    const used = await confirmation(master, 'createGroup');
    const first = await post(master, '/groups', { ...group, confirmation: used });
    const fresh = await confirmation(master, 'createGroup');

    for (const given of [used, fresh, { transactionPassword: 'Wrong-99x', mailToken: '000000' }]) {
      const again = await post(master, '/groups', { ...group, confirmation: given });
      expect([again.status, again.body]).toEqual([201, first.body]);
    }

    expect(await eventsOf(tenantId, 'group-created')).toHaveLength(1);
    // The fresh one was not spent.
    expect((await post(master, '/groups', { name: '別', permissions: {}, confirmation: fresh }, 'another')).status).toBe(201);
  });

  it('R-3 may write its members in another order', async () => {
    const { master } = await subscribedTenant();
    const [user] = people(await createGroup(master, '照会'), 1);
    const first = await addUsers(master, [user ?? {}]);
    const turned = Object.fromEntries(Object.entries(user ?? {}).reverse());

    const again = await addUsers(master, [turned]);

    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  it('R-3 answers an empty 204 again', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const { body } = await logIn(representativeUserId, await mailed(email, 'Temporary login password'));
    const passwords = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };

    for (let time = 1; time <= 2; time++) {
      const { status, body: empty } = await post(body, '/me/initial-setup', passwords);
      expect([status, empty]).toEqual([204, undefined]);
    }
    expectProblem(await post(body, '/me/initial-setup', passwords, 'another'), 'wrong-state', 409);
  });

  it('R-3 mails one token', async () => {
    const { master } = await subscribedTenant();

    const answers: Answer[] = [];
    for (let time = 1; time <= 3; time++) answers.push(await post(master, '/me/mail-tokens', { operation: 'createGroup' }));

    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [202, answers[0]?.body]));
    await settled();
    expect((await distinctMailTo(master.email)).filter(({ text }) => text.includes('Mail token: '))).toHaveLength(1);
  });

  it('R-3 of the bank’s core systems is kept for 24 hours', async () => {
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    const path = `/operator/tenants/${tenantId}`;
    const register = () =>
      signedCall('PUT', path, { body: registration(`${tenantId}@example.co.jp`), headers: { 'idempotency-key': KEY } });

    const first = await register();
    expect(first.status).toBe(201);

    await advanceClock('PT23H');
    const again = await register();
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await operator('GET', path)).body).toMatchObject({ version: 1 });

    // Then it is a new request: an update without a version.
    await advanceClock('PT2H');
    expectProblem(await register(), 'invalid-request', 400);
  });
});
