import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, call, expectProblem } from '../../support/api.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { confirmation, createGroup, people, registration, subscribedTenant } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';
import { signedCall } from '../../support/signed-calls.ts';

const headers = { 'idempotency-key': 'twin' };

const atOnce = (send: () => Promise<Answer>) => Promise.all(Array.from({ length: 5 }, () => untilAnswered(send)));

/** Of twins, those that were not told to wait have one answer; answers it. */
function oneAnswer(answers: readonly Answer[], status: number): Answer['body'] {
  const done = answers.filter((answer) => answer.status === status);
  expect(done.length).toBeGreaterThan(0);

  for (const answer of answers) {
    if (answer.status === status) expect(answer.body).toEqual(done[0]?.body);
    else {
      expectProblem(answer, 'request-in-progress', 409);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  }

  return done[0]?.body ?? {};
}

beforeAll(async () => {
  await warmUp(() => call('POST', '/users/batch-create'));
  await warmUp(() => call('POST', '/groups'));
  await warmUp(() => signedCall('PUT', '/operator/tenants/x'));
});

describe('twins of a request at once with the same Idempotency-Key', () => {
  it('R-3 add the same people once', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, '照会');

    for (let round = 1; round <= 3; round++) {
      const users = people(groupId, 2);
      const key = { 'idempotency-key': `twin-${round}` };
      const send = () => call('POST', '/users/batch-create', { token: master.token, body: { users }, headers: key });

      const body = oneAnswer(await atOnce(send), 201);

      // Whoever had to wait gets the answer later.
      const later = await send();
      expect([later.status, later.body]).toEqual([201, body]);
      expect(await eventsOf(tenantId, 'user-added')).toHaveLength(2 * round);
      for (const { email } of users) expect(await distinctMailTo(email)).toHaveLength(1);
    }
  });

  it('R-3 C-9 create one group with one confirmation', async () => {
    const { tenantId, master } = await subscribedTenant();
    const body = { name: '照会', permissions: {}, confirmation: await confirmation(master, 'createGroup') };

    oneAnswer(await atOnce(() => call('POST', '/groups', { token: master.token, body, headers })), 201);
    expect(await eventsOf(tenantId, 'group-created')).toHaveLength(1);
    expect((await call('GET', `/users/${master.userId}`, { token: master.token })).body).toMatchObject({
      transactionStatus: 'active',
    });
  });

  it('R-3 register one tenant', async () => {
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    const email = `${tenantId}@example.co.jp`;
    const send = () => signedCall('PUT', `/operator/tenants/${tenantId}`, { body: registration(email), headers });

    oneAnswer(await atOnce(send), 201);

    expect(await eventsOf(tenantId, 'tenant-registered')).toHaveLength(1);
    expect(await distinctMailTo(email)).toHaveLength(1);
  });

  it('R-3 with different bodies: one of them happens', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, '照会');

    const answers = await atOnce(() =>
      call('POST', '/users/batch-create', { token: master.token, body: { users: people(groupId, 1) }, headers }),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 'idempotency-key-reused', 422);
    expect(await eventsOf(tenantId, 'user-added')).toHaveLength(1);
  });
});
