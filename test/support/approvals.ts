import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { approveRequest } from '../../functions/contracts/approvals.ts';
import { type Answer, call } from './api.ts';
import { ACCOUNTS, addedPerson, confirmation, createGroup, type Person, subscribedTenant, type TestTenant } from './people.ts';

export type ApprovalRequest = z.output<(typeof approveRequest.replies)[200]>;

/** A company in which money is moved: limits in yen are those of the groups. */
export type Company = TestTenant & {
  readonly master: Person;
  /** May transfer from the first account; approves nothing. */
  readonly maker: Person;
  /** May transfer from the first account and approve up to 10,000,000 yen, alone up to 1,000,000. */
  readonly approver: Person;
};

const transferring = { [ACCOUNTS[0]]: { inquiry: true, operation: true, transfer: true, bulkTransfer: true } };
export const MAKING = { accounts: transferring };
export const APPROVING = { accounts: transferring, approval: { approvalLimit: 10_000_000, selfApprovalLimit: 1_000_000 } };

export async function company(): Promise<Company> {
  const tenant = await subscribedTenant();
  const { master } = tenant;
  const maker = await addedPerson(master, await createGroup(master, '作成', MAKING));
  const approver = await addedPerson(master, await createGroup(master, '承認', APPROVING));

  return { ...tenant, maker, approver };
}

/** A transfer that needs the approval of somebody else, with a reference of its own. */
export function transfer(changes: object = {}) {
  return {
    kind: 'transfer' as const,
    accountId: ACCOUNTS[0],
    amount: 3_000_000,
    reference: `INV-${randomUUID().slice(0, 13)}`,
    ...changes,
  };
}

/** Submits a transfer that is above the limit of its maker. */
export function submit({ token }: Person, body: unknown, headers = {}): Promise<Answer<ApprovalRequest>> {
  return call('POST', '/approval-requests', { token, body, headers });
}

export async function submitted(maker: Person, changes: object = {}): Promise<ApprovalRequest> {
  const { status, body } = await submit(maker, transfer(changes));
  if (status !== 201) throw new Error(`submitApprovalRequest answered ${status} ${JSON.stringify(body)}`);

  return body;
}

/** Submits a transfer within the limit of its maker, with a confirmation bound to it. */
export async function submittedAlone(maker: Person, changes: object = {}): Promise<Answer<ApprovalRequest>> {
  const own = transfer({ amount: 500_000, ...changes });
  const { kind, accountId, amount, reference } = own;
  const target = { kind, accountId, amount, reference };

  return submit(maker, { ...own, confirmation: await confirmation(maker, 'submitApprovalRequest', target) });
}

const DECISIONS = { approveRequest: 'approval', returnRequest: 'return', cancelApproval: 'approval-cancellation' } as const;
type Decision = keyof typeof DECISIONS;
type Version = Pick<ApprovalRequest, 'requestId' | 'version'>;

/** Decides on a request as it was read, with a confirmation bound to it, unless the body brings another. */
export async function decide(
  person: Person,
  operation: Decision,
  { requestId, version }: Version,
  body: object = {},
): Promise<Answer<ApprovalRequest>> {
  const own = 'confirmation' in body ? {} : { confirmation: await confirmation(person, operation, { requestId, version }) };

  return call('POST', `/approval-requests/${requestId}/${DECISIONS[operation]}`, {
    token: person.token,
    body: { version, ...own, ...body },
  });
}

export function withdraw({ token }: Person, { requestId, version }: Version): Promise<Answer<ApprovalRequest>> {
  return call('POST', `/approval-requests/${requestId}/withdrawal`, { token, body: { version } });
}

export function read({ token }: Person, { requestId }: Pick<Version, 'requestId'>): Promise<Answer<ApprovalRequest>> {
  return call('GET', `/approval-requests/${requestId}`, { token });
}

/** Gives the group that somebody is in other permissions. */
export async function changePermissions(master: Person, { userId }: Person, permissions: object): Promise<void> {
  const { token } = master;
  const { body: user } = await call<{ group: { groupId: string } }>('GET', `/users/${userId}`, { token });
  const path = `/groups/${user.group.groupId}`;
  const { body: group } = await call<{ name: string; version: number }>('GET', path, { token });
  const { name, version } = group;

  const { status, body } = await call('PUT', path, {
    token,
    body: { name, version, permissions, confirmation: await confirmation(master, 'updateGroup') },
  });
  if (status !== 200) throw new Error(`updateGroup answered ${status} ${JSON.stringify(body)}`);
}

/** `yyyy-mm-dd` in Tokyo, so many days after a time. */
export function tokyoDate(now: string, days = 0): string {
  const shifted = Date.parse(now) + (9 + 24 * days) * 60 * 60 * 1000;

  return new Date(shifted).toISOString().slice(0, 10);
}
