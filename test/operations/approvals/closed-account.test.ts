import { beforeAll, expect, it } from 'vitest';
import { expectProblem, operator } from '../../support/api.ts';
import { type ApprovalRequest, type Company, company, decide, submitted, withdraw } from '../../support/approvals.ts';
import { confirmation, registration } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';

// The bank closes the account while three requests on it are pending.

let us: Company;
let requests: ApprovalRequest[];
let prepared: { transactionPassword: string; mailToken: string };

beforeAll(async () => {
  us = await company();
  requests = [await submitted(us.maker), await submitted(us.maker), await submitted(us.maker)];
  const [{ requestId, version }] = requests as [ApprovalRequest];
  prepared = await confirmation(us.approver, 'approveRequest', { requestId, version });

  const { accounts, ...rest } = registration(us.email);
  const [closed, next, ...others] = accounts;
  if (closed === undefined || next === undefined) throw new Error('There are accounts');
  const body = { ...rest, accounts: [{ ...next, representative: true }, ...others], version: 1 };
  expect((await operator('PUT', `/operator/tenants/${us.tenantId}`, body)).status).toBe(200);
});

it('P-8 its group has lost the right to approve with it: the approver is refused', async () => {
  const [request] = requests as [ApprovalRequest];

  expectProblem(await decide(us.approver, 'approveRequest', request, { confirmation: prepared }), 'permission-denied', 403);
});

it('P-8 not even the master approves; returning works', async () => {
  const [, request] = requests as [ApprovalRequest, ApprovalRequest];

  expectProblem(await decide(us.master, 'approveRequest', request), 'wrong-state', 409);
  expect((await decide(us.master, 'returnRequest', request)).body.status).toBe('returned');
});

it('P-8 the maker withdraws, although the right is gone', async () => {
  const request = requests[2] as ApprovalRequest;

  expect((await withdraw(us.maker, request)).body.status).toBe('withdrawn');
});

it('P-8 opening the account again revives nothing', async () => {
  const [request] = requests as [ApprovalRequest];
  const body = { ...registration(us.email), version: 2 };
  expect((await operator('PUT', `/operator/tenants/${us.tenantId}`, body)).status).toBe(200);

  expectProblem(await decide(us.master, 'approveRequest', request), 'wrong-state', 409);
  expect(await eventsOf(us.tenantId, 'transfer-approved')).toEqual([]);
  expect((await decide(us.master, 'returnRequest', request)).body.status).toBe('returned');
});
