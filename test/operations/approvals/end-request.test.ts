import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, local } from '../../support/api.ts';
import {
  type ApprovalRequest,
  type Company,
  company,
  decide,
  read,
  submitted,
  submittedAlone,
  tokyoDate,
  withdraw,
} from '../../support/approvals.ts';
import { eventsOf } from '../../support/settled.ts';

let us: Company;
let tomorrow: string;
beforeAll(async () => {
  us = await company();
  tomorrow = tokyoDate((await local<{ now: string }>('GET', '/clock')).now, 1);
});

const told = async (type: string, { requestId }: ApprovalRequest) =>
  (await eventsOf(us.tenantId, type)).filter(({ aggregate }) => aggregate.id === requestId);

describe('returnRequest', () => {
  it('A-3 A-4 ends a request without approval, with the reason', async () => {
    const request = await submitted(us.maker);

    const { status, body } = await decide(us.approver, 'returnRequest', request, { comment: '口座をご確認ください' });

    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ status: 'returned', comment: '口座をご確認ください', decidedByUserId: us.approver.userId });
    expect(await told('approval-request-ended', request)).toMatchObject([{ data: { status: 'returned' } }]);
    expect(await told('transfer-approved', request)).toEqual([]);
    expectProblem(await withdraw(us.maker, body), 'wrong-state', 409);
  });

  it('A-3 is refused to the maker', async () => {
    const request = await submitted(us.approver, { amount: 2_000_000 });

    expectProblem(await decide(us.approver, 'returnRequest', request), 'permission-denied', 403);
  });
});

describe('withdrawRequest', () => {
  it('A-3 ends the own request, without a confirmation', async () => {
    const request = await submitted(us.maker);

    const { status, body } = await withdraw(us.maker, request);

    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ status: 'withdrawn', decidedByUserId: us.maker.userId, version: 2 });
    expect(await told('approval-request-ended', request)).toMatchObject([
      { data: { status: 'withdrawn', endedByUserId: us.maker.userId } },
    ]);
    expectProblem(await withdraw(us.maker, body), 'wrong-state', 409);
  });

  it('A-3 is refused to everybody else, the master included', async () => {
    const request = await submitted(us.maker);

    expectProblem(await withdraw(us.approver, request), 'permission-denied', 403);
    expectProblem(await withdraw(us.master, request), 'permission-denied', 403);
    expect((await read(us.maker, request)).body).toEqual(request);
  });

  it('A-3 is refused in another version, and for what does not exist', async () => {
    const request = await submitted(us.maker);
    const nothing = { requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70', version: 1 };

    expectProblem(await withdraw(us.maker, { ...request, version: 2 }), 'version-conflict', 409);
    expectProblem(await withdraw(us.maker, nothing), 'not-found', 404);
  });
});

describe('cancelApproval', () => {
  it('A-6 takes an approval back before its day, told by one event; a second time is refused', async () => {
    const { body: approved } = await decide(us.approver, 'approveRequest', await submitted(us.maker, { executeOn: tomorrow }));

    const { status, body } = await decide(us.master, 'cancelApproval', approved, { comment: '二重でした' });

    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ status: 'approval-cancelled', decidedByUserId: us.master.userId, version: 3 });
    expect(await told('transfer-approval-cancelled', body)).toMatchObject([
      { aggregate: { version: 3 }, data: { reference: approved.reference, cancelledByUserId: us.master.userId } },
    ]);
    expectProblem(await decide(us.master, 'cancelApproval', body), 'wrong-state', 409);
    expect(await told('transfer-approval-cancelled', body)).toHaveLength(1);
  });

  it('A-6 takes back what was approved at once, by its maker or another approver', async () => {
    const own = await submittedAlone(us.approver, { executeOn: tomorrow });
    const other = await submittedAlone(us.approver, { executeOn: tomorrow });

    expect((await decide(us.approver, 'cancelApproval', own.body)).body.status).toBe('approval-cancelled');
    expect((await decide(us.master, 'cancelApproval', other.body)).body.status).toBe('approval-cancelled');
  });

  it('A-6 is refused where the execution is not to come, or nothing was approved', async () => {
    const today = tokyoDate((await local<{ now: string }>('GET', '/clock')).now);
    const atOnce = await submittedAlone(us.approver);
    const onItsDay = await submittedAlone(us.approver, { executeOn: today });

    expectProblem(await decide(us.master, 'cancelApproval', atOnce.body), 'wrong-state', 409);
    expectProblem(await decide(us.master, 'cancelApproval', onItsDay.body), 'wrong-state', 409);
    expectProblem(await decide(us.master, 'cancelApproval', await submitted(us.maker)), 'wrong-state', 409);
  });

  it('A-6 is refused to who could not approve it', async () => {
    const { body: large } = await submittedAlone(us.master, { executeOn: tomorrow, amount: 50_000_000 });
    const { body: approved } = await decide(
      us.master,
      'approveRequest',
      await submitted(us.approver, { amount: 5_000_000, executeOn: tomorrow }),
    );

    expect((await decide(us.approver, 'cancelApproval', approved)).status).toBe(403);
    expectProblem(await read(us.approver, large), 'not-found', 404);
  });
});
