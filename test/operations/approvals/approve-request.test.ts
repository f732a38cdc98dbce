import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import {
  APPROVING,
  type Company,
  changePermissions,
  company,
  decide,
  read,
  submitted,
  withdraw,
} from '../../support/approvals.ts';
import { mailTo } from '../../support/mailbox.ts';
import {
  ACCOUNTS,
  addedPerson,
  confirmation,
  createGroup,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

let us: Company;
beforeAll(async () => {
  us = await company();
});

describe('approved', () => {
  it('A-3 A-4 H-2 by another user within the limit, told by one event, and recorded', async () => {
    const request = await submitted(us.maker);

    const { status, body } = await decide(us.approver, 'approveRequest', request, { comment: '確認しました' });

    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toEqual({
      ...request,
      status: 'approved',
      decidedByUserId: us.approver.userId,
      decidedAt: expect.any(String),
      comment: '確認しました',
      version: 2,
    });
    expect((await read(us.maker, request)).body).toEqual(body);
    const told = (await eventsOf(us.tenantId, 'transfer-approved')).filter(({ aggregate }) => aggregate.id === request.requestId);
    expect(told).toMatchObject([
      {
        aggregate: { id: request.requestId, version: 2 },
        data: { amount: 3_000_000, reference: request.reference, approvedByUserId: us.approver.userId },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain('確認');
    expect(recordedOperations(us.tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'approveRequest', result: 'done', subjects: [request.requestId] }),
    );
  });

  it('A-3 P-7 by the master, whatever the amount', async () => {
    const request = await submitted(us.maker, { amount: 999_999_999_999 });

    expect(await decide(us.master, 'approveRequest', request)).toMatchObject({ status: 200, body: { status: 'approved' } });
  });

  it('A-5 also when its maker was deleted', async () => {
    const leaver = await addedPerson(us.master, await createGroup(us.master, '退職', APPROVING));
    const request = await submitted(leaver);
    await call('POST', '/users/batch-delete', { token: us.master.token, body: { userIds: [leaver.userId] } });

    expect(await decide(us.approver, 'approveRequest', request)).toMatchObject({
      status: 200,
      body: { status: 'approved', makerUserId: leaver.userId },
    });
  });

  it('A-3 C-10 with a mail token whose mail shows kind, account and amount', async () => {
    const request = await submitted(us.maker, { amount: 1_234_567 });
    await confirmation(us.approver, 'approveRequest', targetOf(request));

    const [mail] = await mailTo(us.approver.email);
    expect(mail?.text).toContain('Kind: 振込・振替 / Transfer\n');
    expect(mail?.text).toContain(`Account: ${ACCOUNTS[0]}\n`);
    expect(mail?.text).toContain('Amount: JPY 1,234,567\n');
  });
});

const targetOf = ({ requestId, version }: { requestId: string; version: number }) => ({ requestId, version });

describe('refused, with nothing changed and nobody told', () => {
  it('A-3 G-9 above the limit of this moment: lowered after the token was sent', async () => {
    const person = await addedPerson(us.master, await createGroup(us.master, '係長', APPROVING));
    const request = await submitted(us.maker);
    const token = await confirmation(person, 'approveRequest', targetOf(request));
    await changePermissions(us.master, person, { ...APPROVING, approval: { approvalLimit: 2_990_000, selfApprovalLimit: 0 } });

    expectProblem(await decide(person, 'approveRequest', request, { confirmation: token }), 'permission-denied', 403);
    expect((await read(us.maker, request)).body).toEqual(request);
  });

  it('A-3 L-6 by somebody deleted since the token was sent', async () => {
    const person = await addedPerson(us.master, await createGroup(us.master, '短期', APPROVING));
    const request = await submitted(us.maker);
    const token = await confirmation(person, 'approveRequest', targetOf(request));
    await call('POST', '/users/batch-delete', { token: us.master.token, body: { userIds: [person.userId] } });

    expectProblem(await decide(person, 'approveRequest', request, { confirmation: token }), 'unauthenticated', 401);
    expect((await read(us.maker, request)).body).toEqual(request);
  });

  it('A-3 without the right at all', async () => {
    const request = await submitted(us.approver, { amount: 5_000_000 });

    const body = { version: 1, confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' } };
    const answer = await call('POST', `/approval-requests/${request.requestId}/approval`, { token: us.maker.token, body });
    expectProblem(answer, 'permission-denied', 403);
  });

  it('C-10 with a token for another request, another version or another decision', async () => {
    const [request, other] = [await submitted(us.maker), await submitted(us.maker)];

    const forOther = await confirmation(us.approver, 'approveRequest', targetOf(other));
    expectProblem(await decide(us.approver, 'approveRequest', request, { confirmation: forOther }), 'confirmation-failed', 403);
    const forReturn = await confirmation(us.approver, 'returnRequest', targetOf(request));
    expectProblem(await decide(us.approver, 'approveRequest', request, { confirmation: forReturn }), 'confirmation-failed', 403);

    const stale = { operation: 'approveRequest', target: { requestId: request.requestId, version: 2 } };
    const refused = await call('POST', '/me/mail-tokens', { token: us.approver.token, body: stale });
    expectProblem(refused, 'version-conflict', 409);
    expect((await read(us.maker, request)).body).toEqual(request);
  });

  it('A-3 by its maker, even one who may approve', async () => {
    const request = await submitted(us.approver, { amount: 5_000_000 });

    expectProblem(await decide(us.approver, 'approveRequest', request), 'permission-denied', 403);
    expect((await read(us.approver, request)).body.status).toBe('pending');
  });

  it('A-3 once it has ended: withdrawn, or approved by another', async () => {
    const request = await submitted(us.maker);
    const token = await confirmation(us.approver, 'approveRequest', targetOf(request));
    await withdraw(us.maker, request);

    expectProblem(await decide(us.approver, 'approveRequest', request, { confirmation: token }), 'wrong-state', 409);
    expect((await read(us.maker, request)).body.status).toBe('withdrawn');
  });

  it('R-1 of another tenant, whatever ID is sent', async () => {
    const request = await submitted(us.maker);
    const { master: stranger } = await subscribedTenant();

    expectProblem(await read(stranger, request), 'not-found', 404);
    const asked = { operation: 'approveRequest', target: targetOf(request) };
    expectProblem(await call('POST', '/me/mail-tokens', { token: stranger.token, body: asked }), 'not-found', 404);
  });
});
