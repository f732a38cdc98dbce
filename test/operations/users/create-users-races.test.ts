import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { createUsers } from '../../../functions/contracts/users.ts';
import { type Answer, call, expectProblem } from '../../support/api.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { addedPeople, createGroup, type Person, people, subscribedTenant } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';
import { storedItems } from '../../support/stored.ts';

type Created = z.output<(typeof createUsers.replies)[201]>;
type Batch = { readonly rows: ReturnType<typeof people>; readonly answer: Answer<Created> };

const create = ({ token }: Person, users: unknown, key: string = randomUUID()) =>
  call<Created>('POST', '/users/batch-create', { token, body: { users }, headers: { 'idempotency-key': key } });

/** A tenant with the master and two user administrators, and so many seats taken in all. */
async function tenantWith(seats: number) {
  const { tenantId, master } = await subscribedTenant();
  const groupId = await createGroup(master, '全員', { userAdministration: true });
  const administrators = await addedPeople(master, groupId, 2);

  for (let missing = seats - 2; missing > 0; missing -= 20) {
    const rows = people(groupId, Math.min(20, missing));
    expect((await untilAnswered((key) => create(master, rows, key))).status).toBe(201);
  }

  await warmUp(() => create(master, []));

  return { tenantId, master, groupId, callers: [master, ...administrators] };
}

/** Sends a batch of each size at once; the callers take turns. */
async function allAtOnce(callers: readonly Person[], groupId: string, sizes: readonly number[]): Promise<Batch[]> {
  return Promise.all(
    sizes.map(async (size, index) => {
      const rows = people(groupId, size);
      const caller = callers[index % callers.length] as Person;

      return { rows, answer: await untilAnswered((key) => create(caller, rows, key)) };
    }),
  );
}

/** Everybody who was admitted is there whole, and of everybody who was refused there is no trace. */
async function expectNothingHalfDone(tenantId: string, master: Person, batches: readonly Batch[], seats: number): Promise<void> {
  const added = await eventsOf(tenantId, 'user-added');
  const { users, remaining } = (await call<Created>('GET', '/users', { token: master.token })).body;
  const { groups } = (await call<{ groups: { memberCount: number }[] }>('GET', '/groups', { token: master.token })).body;
  const userIds = users.slice(1).map(({ userId }) => userId);

  expect(users[0]?.userId).toBe(master.userId);
  expect({ seats: userIds.length, remaining, members: groups[0]?.memberCount }).toEqual({
    seats,
    remaining: 100 - seats,
    members: seats,
  });
  expect(new Set(userIds).size).toBe(seats);

  // What a user consists of: the user, credentials, the claim on the ID, and one event.
  for (const entity of [`USER#${tenantId}#`, `CREDENTIALS#${tenantId}#`]) {
    expect(
      storedItems(entity)
        .map(({ userId }) => userId)
        .toSorted(),
      entity,
    ).toEqual(userIds.toSorted());
  }
  const claimed = storedItems('LOGIN_ID#').filter((item) => JSON.stringify(item).includes(tenantId));
  expect(claimed.map(({ userId }) => userId).toSorted()).toEqual([master.userId, ...userIds].toSorted());
  expect(added.map(({ aggregate }) => aggregate.id).toSorted()).toEqual(userIds.toSorted());

  for (const { rows, answer } of batches) {
    for (const [index, { email }] of rows.entries()) {
      const mails = await distinctMailTo(email);
      const userId = answer.status === 201 ? answer.body.users[index]?.userId : undefined;

      expect(mails.map(({ text }) => /^User ID: (\d+)$/m.exec(text)?.[1])).toEqual(userId === undefined ? [] : [userId]);
      expect(users.filter((user) => user.email === email).map((user) => user.userId)).toEqual(
        userId === undefined ? [] : [userId],
      );
    }
  }
}

describe('at the same time', () => {
  it('U-2 U-3 ten batches of twenty at seat 60 fill two times twenty seats, never 101, and nothing is half done', async () => {
    const { tenantId, master, groupId, callers } = await tenantWith(60);

    const batches = await allAtOnce(callers, groupId, Array(10).fill(20));

    const refused = batches.filter(({ answer }) => answer.status !== 201);
    expect(refused).toHaveLength(8);
    for (const { answer } of refused) expectProblem(answer, 'limit-reached', 409);
    await expectNothingHalfDone(tenantId, master, batches, 100);
  });

  it('U-2 U-3 ten batches of twenty at seat 90 are all refused, and leave room for ten', async () => {
    const { tenantId, master, groupId, callers } = await tenantWith(90);

    const batches = await allAtOnce(callers, groupId, Array(10).fill(20));

    for (const { answer } of batches) expectProblem(answer, 'limit-reached', 409);
    await expectNothingHalfDone(tenantId, master, batches, 90);
    expect((await create(master, people(groupId, 10))).status).toBe(201);
  });

  it('U-3 never admits a 101st user, however many ask at once for how many each', async () => {
    const { tenantId, master, groupId, callers } = await tenantWith(92);

    const batches = await allAtOnce(callers, groupId, [1, 2, 3, 1, 2, 3, 1, 2, 3, 1]);

    const admitted = batches.flatMap(({ rows, answer }) => (answer.status === 201 ? rows : []));
    const refused = batches.filter(({ answer }) => answer.status !== 201);
    for (const { rows, answer } of refused) {
      expectProblem(answer, 'limit-reached', 409);
      // All or none: it would not have fitted into what is left, either.
      expect(rows.length).toBeGreaterThan(8 - admitted.length);
    }
    await expectNothingHalfDone(tenantId, master, batches, 92 + admitted.length);
  });
});
