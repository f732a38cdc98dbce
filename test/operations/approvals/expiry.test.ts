import { beforeAll, describe, expect, it } from 'vitest';
import { advanceClock, advanceClockTo, call, expectProblem, local } from '../../support/api.ts';
import { type Company, company, decide, read, submitted, tokyoDate, withdraw } from '../../support/approvals.ts';
import { cancelSubscription } from '../../support/leaving.ts';
import { loggedInAgain } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';

let us: Company;
beforeAll(async () => {
  us = await company();
});

const now = async () => (await local<{ now: string }>('GET', '/clock')).now;
const told = async (requestId: string) =>
  (await eventsOf(us.tenantId, 'approval-request-ended')).filter(({ aggregate }) => aggregate.id === requestId);

describe('A-7 a pending request', () => {
  it('expires at the end of its execution date in Tokyo, and is told as expired once', async () => {
    const executeOn = tokyoDate(await now(), 1);
    const request = await submitted(us.maker, { executeOn });
    const untilMidnight = Math.ceil((Date.parse(request.expiresAt) - Date.parse(await now())) / 1000);

    await advanceClock(`PT${untilMidnight - 60}S`);
    const maker = await loggedInAgain(us.maker);
    expect((await read(maker, request)).body.status).toBe('pending');

    await advanceClock('PT6M');
    expect((await read(maker, request)).body).toEqual({ ...request, status: 'expired', version: 2 });
    expect(await told(request.requestId)).toMatchObject([{ aggregate: { version: 2 }, data: { status: 'expired' } }]);
    expectProblem(await withdraw(maker, request), 'wrong-state', 409);
    expectProblem(
      await decide(await loggedInAgain(us.approver), 'approveRequest', { ...request, version: 2 }),
      'wrong-state',
      409,
    );

    const pending = await call<{ requests: unknown[] }>('GET', '/approval-requests?status=pending', { token: maker.token });
    expect(pending.body.requests).toEqual([]);
  });

  it('that was withdrawn is not told as expired when its time comes', async () => {
    const maker = await loggedInAgain(us.maker);
    const request = await submitted(maker, { executeOn: tokyoDate(await now(), 1) });
    await withdraw(maker, request);

    await advanceClock('P3D');

    expect(await told(request.requestId)).toMatchObject([{ data: { status: 'withdrawn' } }]);
  });

  it('S-10 that was cancelled with its subscription is not told as expired, although it is still there', async () => {
    const request = await submitted(await loggedInAgain(us.maker), { executeOn: tokyoDate(await now(), 1) });
    await advanceClockTo(new Date(Date.parse(request.expiresAt) - 2 * 60_000));
    expect((await cancelSubscription(await loggedInAgain(us.master))).status).toBe(202);

    await advanceClock('PT8M');

    expect(await told(request.requestId)).toEqual([]);
    expect(await eventsOf(us.tenantId, 'approval-requests-cancelled')).toHaveLength(1);
  });
});
