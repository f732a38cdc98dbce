import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { createGroup as contract } from '../../../functions/contracts/groups.ts';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { call, expectProblem } from '../../support/api.ts';
import {
  ACCOUNTS,
  addedPerson,
  confirmation,
  createGroup,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

type Group = z.output<(typeof contract.replies)[201]>;
type Groups = { groups: { groupId: string; name: string }[]; remaining: number };

const create = ({ token }: Person, body: unknown, headers = {}) => call<Group>('POST', '/groups', { token, body, headers });
const listed = async ({ token }: Person) => (await call<Groups>('GET', '/groups', { token })).body;
const UNREAD = { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' };

describe('created', () => {
  it('G-2 with the name trimmed, the permissions completed and version 1; it is there at once', async () => {
    const { master } = await subscribedTenant();
    const permissions = {
      accounts: { [ACCOUNTS[0]]: { inquiry: true, operation: true, transfer: true } },
      approval: { approvalLimit: 10_000_000, selfApprovalLimit: 0 },
      history: true,
    };

    const { status, body } = await create(master, {
      name: '  振込　',
      permissions,
      confirmation: await confirmation(master, 'createGroup'),
    });

    const { groupId } = body;
    expect(status).toBe(201);
    expect(body).toMatchObject({ groupId: expect.any(String), name: '振込', version: 1, permissions });
    expect((await call('GET', `/groups/${groupId}`, { token: master.token })).body).toEqual(body);
    expect(await listed(master)).toMatchObject({ groups: [{ groupId, name: '振込', memberCount: 0 }], remaining: 99 });
  });

  it('G-2 by a user administrator, with a confirmation of the own', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '管理', { userAdministration: true }));

    const { status } = await create(person, {
      name: '経理',
      permissions: {},
      confirmation: await confirmation(person, 'createGroup'),
    });

    expect(status).toBe(201);
    expect((await listed(master)).groups.map(({ name }) => name).toSorted()).toEqual(['管理', '経理'].toSorted());
  });

  it('R-4 H-2 told by one event of IDs only, and recorded', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, 'きろく');

    expect(await eventsOf(tenantId, 'group-created')).toMatchObject([
      { tenantId, aggregate: { id: groupId, version: 1 }, data: { groupId, actorUserId: master.userId } },
    ]);
    expect(JSON.stringify(await eventsOf(tenantId, 'group-created'))).not.toContain('きろく');
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'createGroup', result: 'done', userId: master.userId, subjects: [groupId] }),
    );
  });

  it('R-3 once, when the request is repeated with its Idempotency-Key, be the mail token used up or a new one', async () => {
    const { tenantId, master } = await subscribedTenant();
    const key = { 'idempotency-key': 'group-once' };
    const group = { name: '一度', permissions: {} };
    const used = await confirmation(master, 'createGroup');

    const first = await create(master, { ...group, confirmation: used }, key);
    const second = await create(master, { ...group, confirmation: used }, key);
    const third = await create(master, { ...group, confirmation: await confirmation(master, 'createGroup') }, key);

    for (const repeated of [second, third]) expect(repeated).toMatchObject({ status: 201, body: first.body });
    expect((await listed(master)).groups).toHaveLength(1);
    expect(await eventsOf(tenantId, 'group-created')).toHaveLength(1);
  });
});

describe('refused, with nothing changed', () => {
  let tenantId: string;
  let master: Person;

  beforeAll(async () => {
    ({ tenantId, master } = await subscribedTenant());
  });

  async function expectRefusal(body: unknown, code: ProblemCode, status: number) {
    const errors = expectProblem(await create(master, body), code, status);

    expect(await listed(master)).toMatchObject({ groups: [], remaining: 100 });
    expect(await eventsOf(tenantId, 'group-created')).toEqual([]);

    return errors.map((error) => [error.pointer, error.code]);
  }

  it('G-2 C-9 without a confirmation, which this operation always needs', async () => {
    expect(await expectRefusal({ name: '経理', permissions: {} }, 'invalid-request', 400)).toEqual([
      ['/confirmation', 'required'],
    ]);
  });

  it('C-9 with a confirmation that is not right, and records that', async () => {
    await expectRefusal({ name: '経理', permissions: {}, confirmation: UNREAD }, 'confirmation-failed', 403);

    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'createGroup', result: 'confirmation-failed', userId: master.userId }),
    );
  });

  it('C-10 with a mail token that was asked for another operation', async () => {
    const other = await confirmation(master, 'subscribe');

    await expectRefusal({ name: '経理', permissions: {}, confirmation: other }, 'confirmation-failed', 403);
  });

  it('names every malformed field at once', async () => {
    const permissions = { accounts: { 'no-account': {} }, history: 'yes', everything: true, approval: { approvalLimit: 1.5 } };

    expect(
      (await expectRefusal({ name: 7, permissions, confirmation: UNREAD, colour: 'red' }, 'invalid-request', 400)).toSorted(),
    ).toEqual([
      ['/colour', 'unknown-field'],
      ['/name', 'invalid-type'],
      ['/permissions/accounts/no-account', 'invalid-key'],
      ['/permissions/approval/approvalLimit', 'invalid-type'],
      ['/permissions/everything', 'unknown-field'],
      ['/permissions/history', 'invalid-type'],
    ]);
  });

  it('G-2 to whoever lacks userAdministration, whatever else the group has', async () => {
    const other = await subscribedTenant();
    const groupId = await createGroup(other.master, '重要', { important: true, securitySettings: true, history: true });
    const person = await addedPerson(other.master, groupId);

    const answer = await create(person, { name: '経理', permissions: {}, confirmation: UNREAD });

    expectProblem(answer, 'permission-denied', 403);
    expect((await listed(other.master)).groups).toHaveLength(1);
  });

  it('before the tenant has applied', async () => {
    const representative = await setUp((await registeredTenant()).email);

    const answer = await create(representative, { name: '経理', permissions: {}, confirmation: UNREAD });

    expectProblem(answer, 'not-subscribed', 409);
  });

  it('without a session', async () => {
    const answer = await call('POST', '/groups', { body: { name: '経理', permissions: {}, confirmation: UNREAD } });

    expectProblem(answer, 'unauthenticated', 401);
  });
});
