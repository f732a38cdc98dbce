import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../support/api.ts';
import {
  APPROVING,
  type Company,
  changePermissions,
  company,
  decide,
  read,
  submit,
  submitted,
  transfer,
  withdraw,
} from '../../support/approvals.ts';
import { addedPerson, confirmation, createGroup, type Person } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';

let us: Company;
let second: Person;
beforeAll(async () => {
  us = await company();
  second = await addedPerson(us.master, await createGroup(us.master, '承認2', APPROVING));
  const request = await submitted(us.maker);
  // Refused for want of a confirmation, whatever the state.
  const unconfirmed = (who: Person) =>
    call('POST', `/approval-requests/${request.requestId}/approval`, { token: who.token, body: { version: 1 } });
  await warmUp(() => Promise.all([unconfirmed(us.approver), withdraw(us.maker, { ...request, version: 9 })]));
});

const told = async (requestId: string) =>
  (await Promise.all(['transfer-approved', 'approval-request-ended'].map((type) => eventsOf(us.tenantId, type))))
    .flat()
    .filter(({ aggregate }) => aggregate.id === requestId);

describe('at the same time', () => {
  it('A-4 several approvers and the maker who withdraws end a request exactly once, told by one event', async () => {
    for (let round = 0; round < 3; round++) {
      const request = await submitted(us.maker);
      const target = { requestId: request.requestId, version: request.version };
      const people = [us.approver, second, us.master];
      const tokens = await Promise.all(people.map((person) => confirmation(person, 'approveRequest', target)));

      const answers = await Promise.all([
        ...people.map((person, index) => decide(person, 'approveRequest', request, { confirmation: tokens[index] })),
        withdraw(us.maker, request),
      ]);

      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
      const [event, ...others] = await told(request.requestId);
      expect(others).toEqual([]);
      const { status } = (await read(us.maker, request)).body;
      expect(event?.type).toBe(status === 'approved' ? 'transfer-approved' : 'approval-request-ended');
    }
  });

  it('A-9 five submissions with one reference make one request', async () => {
    const body = transfer();

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => untilAnswered((key) => submit(us.maker, body, { 'idempotency-key': key }))),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    const list = await call<{ requests: { reference: string }[] }>('GET', '/approval-requests?status=pending', {
      token: us.master.token,
    });
    expect(list.body.requests.filter(({ reference }) => reference === body.reference)).toHaveLength(1);
  });

  it('C-10 one token approves once, however often it is sent at once', async () => {
    const request = await submitted(us.maker);
    const token = await confirmation(us.approver, 'approveRequest', { requestId: request.requestId, version: 1 });

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => decide(us.approver, 'approveRequest', request, { confirmation: token })),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await told(request.requestId)).toHaveLength(1);
  });

  it('A-3 G-9 a right taken away while its holder approves: whatever comes first, never an approval without the right', async () => {
    const person = await addedPerson(us.master, await createGroup(us.master, '競争', APPROVING));
    const request = await submitted(us.maker);
    const token = await confirmation(person, 'approveRequest', { requestId: request.requestId, version: 1 });

    const [answer] = await Promise.all([
      decide(person, 'approveRequest', request, { confirmation: token }),
      changePermissions(us.master, person, {}),
    ]);

    expect([200, 403]).toContain(answer.status);
    expect((await read(us.maker, request)).body.status).toBe(answer.status === 200 ? 'approved' : 'pending');
    expect(await told(request.requestId)).toHaveLength(answer.status === 200 ? 1 : 0);
  });

  it('S-10 a withdrawal while its tenant leaves: told before the end of the subscription, or not at all', async () => {
    const left = await company();
    const request = await submitted(left.maker);
    const confirmed = { confirmation: await confirmation(left.master, 'cancelSubscription') };
    const leave = () => call('POST', '/subscription/cancellation', { token: left.master.token, body: confirmed });

    const [answer, leaving] = await Promise.all([withdraw(left.maker, request), leave()]);

    expect(leaving.status).toBe(202);
    expect([200, 401]).toContain(answer.status);
    expect(await eventsOf(left.tenantId, 'approval-request-ended')).toHaveLength(answer.status === 200 ? 1 : 0);
  });
});
