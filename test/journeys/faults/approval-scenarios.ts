import { call, local } from '../../support/api.ts';
import { type ApprovalRequest, type Company, company, decide, submitted, tokyoDate, transfer } from '../../support/approvals.ts';
import { confirmation, loggedInAgain, type Person } from '../../support/people.ts';
import type { Prepared, Scenario } from './scenario.ts';

type Decision = 'approveRequest' | 'returnRequest' | 'cancelApproval';
const PATHS: Readonly<Record<Decision, string>> = {
  approveRequest: 'approval',
  returnRequest: 'return',
  cancelApproval: 'approval-cancellation',
};

/** How each write operation about approvals is called with success, like `SCENARIOS`. */
export const APPROVAL_SCENARIOS: Readonly<Record<string, Scenario>> = {
  // Within the own limit: with the confirmation, and the one event that moves money.
  submitApprovalRequest: onCompany(async ({ approver }) => {
    const own = transfer({ amount: 500_000, executeOn: await soon() });
    const { kind, accountId, amount, reference } = own;
    const target = { kind, accountId, amount, reference };
    const body = { ...own, confirmation: await confirmation(approver, 'submitApprovalRequest', target) };

    return { sender: approver, path: '/approval-requests', body };
  }),

  approveRequest: onCompany(async ({ maker, approver }) => decision(approver, 'approveRequest', await submitted(maker))),

  returnRequest: onCompany(async ({ maker, approver }) => decision(approver, 'returnRequest', await submitted(maker))),

  withdrawRequest: onCompany(async ({ maker }) => {
    const { requestId, version } = await submitted(maker);

    return { sender: maker, path: `/approval-requests/${requestId}/withdrawal`, body: { version } };
  }),

  cancelApproval: onCompany(async ({ maker, approver }) => {
    const request = await submitted(maker, { executeOn: await soon() });
    const { body: approved } = await decide(approver, 'approveRequest', request);

    return decision(approver, 'cancelApproval', approved);
  }),
};

type Sent = { readonly sender: Person; readonly path: string; readonly body: object };

/** Prepares requests of people of one company, logged in anew each time. */
function onCompany(prepare: (people: Company) => Promise<Sent>): Scenario {
  let made: Promise<Company> | undefined;

  return async (): Promise<Prepared> => {
    made ??= company();
    const us = await made;
    const [master, maker, approver] = await Promise.all([us.master, us.maker, us.approver].map(loggedInAgain));
    if (master === undefined || maker === undefined || approver === undefined) throw new Error('Everybody logs in');

    const { sender, path, body } = await prepare({ ...us, master, maker, approver });
    const { token } = sender;

    return {
      tenantId: us.tenantId,
      addresses: [us.master, us.maker, us.approver].map(({ email }) => email),
      send: (key) => call('POST', path, { token, body, headers: { 'idempotency-key': key } }),
    };
  };
}

async function decision(sender: Person, operation: Decision, { requestId, version }: ApprovalRequest): Promise<Sent> {
  const confirmed = await confirmation(sender, operation, { requestId, version });

  return { sender, path: `/approval-requests/${requestId}/${PATHS[operation]}`, body: { version, confirmation: confirmed } };
}

/** A day to come, by the local clock. */
async function soon(): Promise<string> {
  return tokyoDate((await local<{ now: string }>('GET', '/clock')).now, 20);
}
