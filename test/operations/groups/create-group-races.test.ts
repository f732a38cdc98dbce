import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, call, expectProblem } from '../../support/api.ts';
import { addedPeople, confirmation, createGroup, type Person, subscribedTenant } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';
import { storedItems } from '../../support/stored.ts';

type Groups = { groups: { groupId: string; name: string; version: number }[]; remaining: number };

const listed = async ({ token }: Person) => (await call<Groups>('GET', '/groups', { token })).body;

/** A tenant whose one group holds so many user administrators. */
async function administratedTenant(count: number) {
  const tenant = await subscribedTenant();
  const groupId = await createGroup(tenant.master, '管理', { userAdministration: true });

  const administrators = await addedPeople(tenant.master, groupId, count);
  await warmUp(() => create(tenant.master, '', undefined));

  return { ...tenant, administrators };
}

const confirmations = (administrators: readonly Person[]) =>
  Promise.all(administrators.map((person) => confirmation(person, 'createGroup')));

const create = ({ token }: Person, name: string, confirmed: unknown, key: string = randomUUID()) =>
  call('POST', '/groups', {
    token,
    body: { name, permissions: {}, confirmation: confirmed },
    headers: { 'idempotency-key': key },
  });

/** Everybody has a mail token first; then all requests go out at once. */
async function allAtOnce(administrators: readonly Person[], nameOf: (index: number) => string): Promise<Answer[]> {
  const confirmed = await confirmations(administrators);

  return Promise.all(
    administrators.map((person, index) => untilAnswered((key) => create(person, nameOf(index), confirmed[index], key))),
  );
}

/** Groups made one after the other; the administrators take turns, because mail tokens are counted per user. */
async function fill(administrators: readonly Person[], count: number): Promise<void> {
  for (let made = 0; made < count; ) {
    const turn = administrators.slice(0, count - made);
    const confirmed = await confirmations(turn);

    for (const [index, person] of turn.entries()) {
      const name = `グループ ${made}`;
      const { status } = await untilAnswered((key) => create(person, name, confirmed[index], key));
      expect(status).toBe(201);
      made++;
    }
  }
}

describe('at the same time', () => {
  it('G-3 never makes a 101st group, however many ask at once', async () => {
    const { tenantId, master, administrators } = await administratedTenant(10);

    await fill(administrators, 94);
    expect(await listed(master)).toMatchObject({ remaining: 5 });

    const answers = await allAtOnce(administrators, (index) => `最後 ${index}`);

    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(made).toHaveLength(5);
    for (const answer of refused) expectProblem(answer, 'limit-reached', 409);

    // Nothing half done: every group made is there, none of the refused ones is, each was told once.
    const { groups, remaining } = await listed(master);
    expect(remaining).toBe(0);
    expect(groups).toHaveLength(100);
    expect(groups.map(({ groupId }) => groupId)).toEqual(expect.arrayContaining(made.map(({ body }) => body['groupId'])));
    expect(storedItems(`GROUP#${tenantId}#`)).toHaveLength(100);
    expect(await eventsOf(tenantId, 'group-created')).toHaveLength(100);
    expectProblem((await allAtOnce([master], () => 'もう一つ'))[0] as Answer, 'limit-reached', 409);
  });

  it('G-4 makes one of two groups of the same name, however it is written', async () => {
    const { tenantId, master, administrators } = await administratedTenant(2);
    const spellings = ['ＡＢＣ 経理', 'abc 経理'];

    const answers = await allAtOnce(administrators, (index) => spellings[index] ?? '');
    const [made, refused] = answers.toSorted((a, b) => a.status - b.status);

    expect(made?.status).toBe(201);
    expectProblem(refused as Answer, 'duplicate-name', 409);
    expect((await listed(master)).groups).toHaveLength(2);
    expect(await eventsOf(tenantId, 'group-created')).toHaveLength(2);
  });
});
