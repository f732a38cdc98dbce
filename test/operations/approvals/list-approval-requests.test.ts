import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import {
  APPROVING,
  type ApprovalRequest,
  type Company,
  company,
  decide,
  read,
  submitted,
  submittedAlone,
  withdraw,
} from '../../support/approvals.ts';
import { addedPerson, createGroup, logIn, type Person } from '../../support/people.ts';

type Page = { asOf: string; requests: ApprovalRequest[]; nextCursor?: string };
type Approvers = { users: { userId: string; name: string; reasons: { rule: string; detail: string }[] }[] };

let us: Company;
let bystander: Person;
let requests: ApprovalRequest[];

const list = async ({ token }: Person, query = '') => (await call<Page>('GET', `/approval-requests${query}`, { token })).body;
const idsOf = (found: readonly { requestId: string }[]) => found.map(({ requestId }) => requestId);

beforeAll(async () => {
  us = await company();
  bystander = await addedPerson(us.master, await createGroup(us.master, '閲覧', { history: true }));

  const withdrawn = await submitted(us.maker);
  await withdraw(us.maker, withdrawn);
  const approved = await submitted(us.maker, { amount: 2_000_000 });
  await decide(us.approver, 'approveRequest', approved);
  const large = await submitted(us.maker, { amount: 50_000_000 });
  const own = await submitted(us.approver, { amount: 20_000_000 });
  const { body: alone } = await submittedAlone(us.master, { amount: 80_000_000 });
  requests = [withdrawn, approved, large, own, alone].toReversed();
});

describe('listApprovalRequests', () => {
  it('the master sees all, the newest first', async () => {
    const { requests: found, asOf, nextCursor } = await list(us.master);

    expect(idsOf(found)).toEqual(idsOf(requests));
    expect(found.map(({ status }) => status)).toEqual(['auto-approved', 'pending', 'pending', 'approved', 'withdrawn']);
    expect(asOf).toBeTruthy();
    expect(nextCursor).toBeUndefined();
  });

  it('makers see their own, approvers what they could decide on or decided, others nothing', async () => {
    const [alone, own, large, approved, withdrawn] = idsOf(requests);

    expect(idsOf((await list(us.maker)).requests)).toEqual([large, approved, withdrawn]);
    expect(idsOf((await list(us.approver)).requests)).toEqual([own, approved, withdrawn]);
    expect((await list(bystander)).requests).toEqual([]);
    expectProblem(await read(bystander, { requestId: alone ?? '' }), 'not-found', 404);
  });

  it('filters by status', async () => {
    expect((await list(us.master, '?status=pending')).requests.map(({ amount }) => amount)).toEqual([20_000_000, 50_000_000]);
    expect((await list(us.master, '?status=approved')).requests).toHaveLength(1);
    expect((await list(us.master, '?status=expired')).requests).toEqual([]);
    expectProblem(await call('GET', '/approval-requests?status=all', { token: us.master.token }), 'invalid-request', 400);
  });

  it('R-1 comes page by page, without gap or repetition; a cursor serves its own list only', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { requests: page, nextCursor } = await list(us.master, `?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      expect(page.length).toBeLessThanOrEqual(2);
      seen.push(...idsOf(page));
      cursor = nextCursor;
    } while (cursor !== undefined);

    expect(seen).toEqual(idsOf(requests));

    const { nextCursor } = await list(us.master, '?limit=2');
    const other = await company();
    for (const [person, query] of [
      [other.master, ''],
      [us.master, '&status=pending'],
    ] as const) {
      const answer = await call('GET', `/approval-requests?limit=2${query}&cursor=${nextCursor}`, { token: person.token });
      expectProblem(answer, 'invalid-request', 400);
    }
  });
});

describe('listEligibleApprovers', () => {
  const approvers = ({ token }: Person, requestId: string) =>
    call<Approvers>('GET', `/approval-requests/${requestId}/eligible-approvers`, { token });

  it('A-8 names who could approve now, the master first, and why', async () => {
    const request = await submitted(us.maker);

    const { status, body } = await approvers(us.maker, request.requestId);

    expect(status).toBe(200);
    expect(body.users.map(({ userId }) => userId)).toEqual([us.master.userId, us.approver.userId]);
    expect(body.users.map(({ reasons }) => reasons.map(({ rule }) => rule))).toEqual([
      ['P-7', 'P-7', 'A-3'],
      ['P-2', 'P-1', 'A-3'],
    ]);
  });

  it('A-8 leaves out who is locked, or has yet to set up passwords; nobody is named for what has ended', async () => {
    const person = await addedPerson(us.master, await createGroup(us.master, '部長', APPROVING));
    const request = await submitted(us.maker);
    const named = async () => (await approvers(us.master, request.requestId)).body.users.map(({ userId }) => userId);
    expect(await named()).toContain(person.userId);

    for (let failures = 0; failures < 5; failures++) await logIn(person.userId, 'Wrong-1234');
    expect(await named()).not.toContain(person.userId);

    await withdraw(us.maker, request);
    expect(await named()).toEqual([]);
  });

  it('is not found by who does not see the request', async () => {
    expectProblem(await approvers(bystander, requests[0]?.requestId ?? ''), 'not-found', 404);
  });
});
