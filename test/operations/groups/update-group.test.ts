import { beforeAll, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { call, expectProblem } from '../../support/api.ts';
import { ACCOUNTS, addedPerson, confirmation, createGroup, type Person, subscribedTenant } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const ADMINISTERS = { userAdministration: true };

let tenantId: string;
let master: Person;
let admin: Person;
let adminGroup: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  adminGroup = await createGroup(master, '管理', ADMINISTERS);
  admin = await addedPerson(master, adminGroup);
});

const read = async (groupId: string) => (await call('GET', `/groups/${groupId}`, { token: master.token })).body;

async function update(actor: Person, groupId: string, edit: object) {
  const body = { ...edit, confirmation: await confirmation(actor, 'updateGroup') };

  return call('PUT', `/groups/${groupId}`, { token: actor.token, body });
}

async function expectRefusal(actor: Person, groupId: string, edit: object, code: ProblemCode, status: number) {
  const before = await read(groupId);
  const told = await eventsOf(tenantId, 'group-updated');

  const errors = expectProblem(await update(actor, groupId, edit), code, status);

  expect(await read(groupId)).toEqual(before);
  expect(await eventsOf(tenantId, 'group-updated')).toEqual(told);

  return errors.map(({ pointer, code: field }) => [pointer, field]);
}

describe('edited', () => {
  it('G-2 H-2 as a whole: what is left out is a no; told by one event and recorded', async () => {
    const groupId = await createGroup(master, '旧', { history: true });

    const { status, body } = await update(master, groupId, { name: ' 新 ', permissions: { documents: true }, version: 1 });

    expect(status).toBe(200);
    expect(body).toMatchObject({ groupId, name: '新', version: 2, permissions: { history: false, documents: true } });
    expect(await read(groupId)).toEqual(body);
    expect((await eventsOf(tenantId, 'group-updated')).filter(({ aggregate }) => aggregate.id === groupId)).toMatchObject([
      { aggregate: { id: groupId, version: 2 }, data: { groupId, actorUserId: master.userId } },
    ]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'updateGroup', result: 'done', subjects: [groupId] }),
    );
  });

  it('G-9 for members from their next request on', async () => {
    const groupId = await createGroup(master, '一般', ADMINISTERS);
    const person = await addedPerson(master, groupId);
    expect((await call('GET', '/users', { token: person.token })).status).toBe(200);

    await update(master, groupId, { name: '一般', permissions: {}, version: 1 });
    expectProblem(await call('GET', '/users', { token: person.token }), 'permission-denied', 403);

    await update(master, groupId, { name: '一般', permissions: ADMINISTERS, version: 2 });
    expect((await call('GET', '/users', { token: person.token })).status).toBe(200);
  });

  it('G-4 to the same name in another width or case, and frees the earlier name', async () => {
    const groupId = await createGroup(master, 'ABC');

    expect((await update(master, groupId, { name: 'ａｂｃ', permissions: {}, version: 1 })).status).toBe(200);
    expect((await update(master, groupId, { name: 'DEF', permissions: {}, version: 2 })).status).toBe(200);
    expect(await createGroup(master, 'ABC')).toBeTruthy();
  });

  it('G-6 by a user administrator in everything but the own right', async () => {
    const edit = { name: '管理者', permissions: { ...ADMINISTERS, history: true }, version: 1 };

    expect((await update(admin, adminGroup, edit)).body).toMatchObject({ name: '管理者', version: 2 });
  });
});

describe('refused, with nothing changed', () => {
  let groupId: string;

  beforeAll(async () => {
    groupId = await createGroup(master, '経理');
    await createGroup(master, '営業');
  });

  it('G-6 when a user administrator would turn the right off in the own group; the master may', async () => {
    const own = await createGroup(master, '二つ目の管理', ADMINISTERS);
    const person = await addedPerson(master, own);
    const edit = { name: '二つ目の管理', permissions: {}, version: 1 };

    expect(await expectRefusal(person, own, edit, 'self-restriction', 403)).toEqual([
      ['/permissions/userAdministration', 'own-group-needs-user-administration'],
    ]);
    expect((await update(master, own, edit)).status).toBe(200);
  });

  it('G-8 when another edit came first: a stale version, and one never read', async () => {
    const stale = [['/version', 'stale-version']];

    expect(await expectRefusal(master, groupId, { name: 'x', permissions: {}, version: 2 }, 'version-conflict', 409)).toEqual(
      stale,
    );
    await update(master, groupId, { name: '経理', permissions: {}, version: 1 });
    expect(await expectRefusal(master, groupId, { name: 'x', permissions: {}, version: 1 }, 'version-conflict', 409)).toEqual(
      stale,
    );
  });

  it('G-4 P-1 P-8 for a name or permissions that no group may have', async () => {
    const { version } = await read(groupId);

    expect(await expectRefusal(master, groupId, { name: '営業', permissions: {}, version }, 'duplicate-name', 409)).toEqual([]);
    expect(
      await expectRefusal(
        master,
        groupId,
        { name: 'a\u0000b', permissions: { accounts: { '999-9999999': {}, [ACCOUNTS[0]]: { operation: true } } }, version },
        'rule-violation',
        422,
      ),
    ).toEqual([
      ['/name', 'name-characters'],
      ['/permissions/accounts/999-9999999', 'unknown-account'],
      [`/permissions/accounts/${ACCOUNTS[0]}/operation`, 'right-requires'],
      [`/permissions/accounts/${ACCOUNTS[0]}/operation`, 'right-requires-one-of'],
    ]);
  });

  it('R-1 for a group that is not there, was deleted, or is another tenant’s', async () => {
    const gone = await createGroup(master, '消える');
    await call('POST', '/groups/batch-delete', { token: master.token, body: { groupIds: [gone] } });
    const { master: stranger } = await subscribedTenant();
    const foreign = await createGroup(stranger, '他社');

    for (const id of ['nosuchgroup1', gone, foreign]) {
      expectProblem(await update(master, id, { name: 'x', permissions: {}, version: 1 }), 'not-found', 404);
    }
    expect((await call('GET', `/groups/${foreign}`, { token: stranger.token })).body).toMatchObject({ name: '他社', version: 1 });
  });

  it('C-9 without a confirmation, and with a wrong one', async () => {
    const body = { name: 'x', permissions: {}, version: 1 };
    const wrong = { transactionPassword: 'Wrong-1', mailToken: '000000' };

    expectProblem(await call('PUT', `/groups/${groupId}`, { token: master.token, body }), 'invalid-request', 400);
    expectProblem(
      await call('PUT', `/groups/${groupId}`, { token: master.token, body: { ...body, confirmation: wrong } }),
      'confirmation-failed',
      403,
    );
  });
});
