import { describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { codeOf, confirmedBy, enrol, registerApp, verify } from '../../support/authenticators.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { addedPeople, addedPerson, confirmation, createGroup, type Person, subscribedTenant } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

async function reset(actor: Person, userIds: readonly string[], given?: object) {
  const confirmed = given ?? (await confirmation(actor, 'resetAuthenticators'));

  return call('POST', '/users/authenticator-resets', { token: actor.token, body: { userIds, confirmation: confirmed } });
}

const isRegistered = async ({ token }: Person) => (await call('GET', '/me', { token })).body['authenticatorRegistered'];

const removalMails = async ({ email }: Person) => {
  await settled();
  return (await distinctMailTo(email)).filter(({ subject }) => subject.includes('認証アプリの登録が解除されました'));
};

const create = ({ token }: Person, given: object) =>
  call('POST', '/groups', { token, body: { name: '照会', permissions: {}, confirmation: given } });

/** A master, a user administrator and somebody without a right. */
async function company() {
  const { tenantId, master } = await subscribedTenant();
  const administrator = await addedPerson(master, await createGroup(master, '管理', { userAdministration: true }));
  const person = await addedPerson(master, await createGroup(master, '一般'));

  return { tenantId, master, administrator, person };
}

describe('resetting authenticators', () => {
  it('C-14 removes them at once: listed, told, mailed, recorded; mail tokens confirm again', async () => {
    const { tenantId, master, administrator, person } = await company();
    const app = await registerApp(administrator);
    await registerApp(person);

    expect((await reset(master, [administrator.userId, person.userId])).status).toBe(202);

    for (const one of [administrator, person]) {
      expect(await isRegistered(one)).toBe(false);
      expect(await removalMails(one)).toHaveLength(1);
    }
    expect(recordedOperations(tenantId).at(-1)).toMatchObject({
      ...{ operation: 'resetAuthenticators', result: 'done', userId: master.userId },
      subjects: [administrator.userId, person.userId],
    });
    const events = await eventsOf(tenantId, 'credential-reset');
    expect(events.map(({ data }) => data)).toEqual(
      expect.arrayContaining(
        [administrator, person].map(({ userId }) => ({ userId, credential: 'authenticator', actorUserId: master.userId })),
      ),
    );
    expect(events).toHaveLength(2);
    expectProblem(await create(administrator, await confirmedBy(app)), 'confirmation-failed', 403);
    expect((await create(administrator, await confirmation(administrator, 'createGroup'))).status).toBe(201);
  });

  it('C-14 is for user administrators as well, and ends an enrolment beside the registered one', async () => {
    const { administrator, person } = await company();
    const app = await registerApp(person);
    const next = await enrol(person, await confirmedBy(app));

    expect((await reset(administrator, [person.userId])).status).toBe(202);
    expectProblem(await verify(person, await codeOf(next)), 'wrong-state', 409);
  });

  it('C-14 leaves whoever has none as is: neither mailed nor told', async () => {
    const { tenantId, master, person } = await company();

    expect((await reset(master, [person.userId])).status).toBe(202);
    expect(await removalMails(person)).toEqual([]);
    expect(await eventsOf(tenantId, 'credential-reset')).toEqual([]);
  });

  it('C-14 the master is confirmed by the own authenticator', async () => {
    const { master, person } = await company();
    const [own] = [await registerApp(master), await registerApp(person)];

    expectProblem(await reset(master, [person.userId]), 'confirmation-failed', 403);
    expect((await reset(master, [person.userId], await confirmedBy(own))).status).toBe(202);
    expect(await isRegistered(master)).toBe(true);
  });
});

describe('refuses, and removes none of them,', () => {
  it('C-14 the own one', async () => {
    const { master, administrator, person } = await company();
    await registerApp(person);

    for (const actor of [master, administrator]) {
      const errors = expectProblem(await reset(actor, [person.userId, actor.userId]), 'self-restriction', 403);
      expect(errors).toMatchObject([{ pointer: '/userIds/1', code: 'own-authenticator' }]);
    }
    expect(await isRegistered(person)).toBe(true);
  });

  it("C-14 the master's, to a user administrator", async () => {
    const { master, administrator, person } = await company();
    await registerApp(master);
    await registerApp(person);

    const errors = expectProblem(await reset(administrator, [person.userId, master.userId]), 'permission-denied', 403);
    expect(errors).toMatchObject([{ pointer: '/userIds/1', code: 'master-authenticator' }]);
    expect([await isRegistered(master), await isRegistered(person)]).toEqual([true, true]);
  });

  it('R-1 C-14 unknown, deleted and foreign users', async () => {
    const { master, person } = await company();
    const group = await createGroup(master, '退職');
    const [gone = person] = await addedPeople(master, group, 1);
    await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [gone.userId] } });
    const foreign = (await subscribedTenant()).master;
    await registerApp(person);

    const userIds = ['1000000000', person.userId, gone.userId, foreign.userId];
    const errors = expectProblem(await reset(master, userIds), 'not-found', 404);

    expect(errors.map(({ pointer }) => pointer)).toEqual(['/userIds/0', '/userIds/2', '/userIds/3']);
    expect(await isRegistered(person)).toBe(true);
  });

  it('C-14 without the right, and without a confirmation', async () => {
    const { master, person } = await company();
    const body = { userIds: [master.userId], confirmation: { transactionPassword: 'x', mailToken: '123456' } };
    const path = '/users/authenticator-resets';

    expectProblem(await call('POST', path, { token: person.token, body }), 'permission-denied', 403);
    expectProblem(await call('POST', path, { token: master.token, body: { userIds: [person.userId] } }), 'invalid-request', 400);
    expectProblem(await call('POST', path, { token: master.token, body }), 'confirmation-failed', 403);
  });

  it('C-14 none, the same twice, and more than 20', async () => {
    const { master } = await subscribedTenant();
    const given = { transactionPassword: 'x', mailToken: '123456' };
    const many = Array.from({ length: 21 }, (_, index) => String(1_000_000_000 + index));

    for (const userIds of [[], ['1000000000', '1000000000'], many]) {
      expectProblem(await reset(master, userIds, given), 'invalid-request', 400);
    }
  });
});
