import * as z from 'zod';

const number = (fallback: number, description: string) => z.coerce.number().min(0).default(fallback).meta({ description });

/** What a tenant does in a month, and what requests are like. The numbers are guesses to be replaced by one's own. */
export const Assumptions = z.strictObject({
  users: number(10, 'people with an ID, the master among them'),
  loginsPerUser: number(20, 'logins of each in a month: one a business day'),
  readsPerLogin: number(8, 'requests of a console after a login that only read'),
  transfers: number(40, 'transfers submitted in a month'),
  approvedPerTransfer: number(0.7, 'of them above the own limit, so that somebody else approves'),
  certificates: number(5, 'client certificates in use; each is issued anew once a year'),
  administration: number(2, 'groups and users changed by an administrator in a month'),
  resets: number(0.3, 'passwords reset in a month'),

  functionMs: number(15, 'of every invocation, beside what it waits and hashes'),
  roundTripMs: number(8, 'one call of DynamoDB, waited for'),
  hashingMs: number(120, 'passwords hashed and confirmations checked, on one vCPU'),
  logBytes: number(3_000, 'logged per invocation, access log included'),
  answerBytes: number(2_000, 'sent per request, headers included'),
  keptBytes: number(100, 'that stay of what a write unit has paid for: history above all'),
  tenantBytes: number(40_000, 'kept of a tenant whatever it does'),
  monthsKept: number(12, 'months since the start; history is kept for 84'),
  tracedShare: number(0.05, 'of the requests leave a trace in X-Ray'),

  businessDays: number(20, 'days of a month on which nearly everything happens'),
  busiestHour: number(0.25, 'share of a day’s requests in its busiest hour'),
  rush: number(2, 'the busiest second of that hour, as a multiple of its average'),
});
export type Assumptions = z.output<typeof Assumptions>;

/** What is done so often a month, with the events it tells and the mails it sends. */
export type Activity = {
  readonly operation: string;
  readonly times: number;
  readonly events?: number;
  readonly mails?: number;
};

/** One tenant's month. */
export function monthOf(a: Assumptions): readonly Activity[] {
  const logins = a.users * a.loginsPerUser;
  const approvals = a.transfers * a.approvedPerTransfer;
  const selfApproved = a.transfers - approvals;
  const confirmed = a.transfers + a.administration + a.resets;
  const reads = logins * a.readsPerLogin;
  const issued = a.certificates / 12;

  return [
    { operation: 'logIn', times: logins },
    { operation: 'logOut', times: logins / 2 },
    { operation: 'getMe', times: reads / 4 },
    { operation: 'getSubscription', times: reads / 4 },
    { operation: 'listApprovalRequests', times: reads / 4 },
    { operation: 'checkAuthorization', times: reads / 4 },
    { operation: 'sendMailToken', times: confirmed, events: 1, mails: 1 },
    { operation: 'submitApprovalRequest', times: approvals, events: 1 },
    { operation: 'submitApprovalRequest', times: selfApproved, events: 2 },
    { operation: 'approveRequest', times: approvals, events: 2 },
    { operation: 'listUsers', times: a.administration * 3 },
    { operation: 'listGroups', times: a.administration * 3 },
    { operation: 'updateGroup', times: a.administration / 2, events: 1 },
    { operation: 'createUsers', times: a.administration / 4, events: 2, mails: 1 },
    { operation: 'updateUsers', times: a.administration / 4, events: 1, mails: 1 },
    { operation: 'resetLoginPasswords', times: a.resets, events: 2, mails: 1 },
    { operation: 'completeLoginPasswordReset', times: a.resets },
    { operation: 'listOperations', times: 2 },
    { operation: 'pickUpCertificate', times: issued / 2, events: 2, mails: 2 },
    { operation: 'renewCertificate', times: issued / 2, events: 2, mails: 2 },
  ];
}

/** Transactions with events or mails in one tenant's month: each writes one outbox item. */
export function transactionsOf(a: Assumptions): number {
  return monthOf(a).reduce((all, { times, events = 0, mails = 0 }) => all + (events + mails > 0 ? times : 0), 0);
}

/** Executions of state machines in one tenant's month: a reset, an order and what is revoked for each certificate. */
export function executionsOf({ resets, certificates }: Assumptions): number {
  return resets + (2 * certificates) / 12;
}
