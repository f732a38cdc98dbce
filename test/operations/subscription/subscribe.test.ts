import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import type { subscribe } from '../../../functions/contracts/subscription.ts';
import { type Answer, call, expectProblem } from '../../support/api.ts';
import {
  ACCOUNTS,
  addedPerson,
  confirmation,
  createGroup,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
  type TestTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations, storedItems } from '../../support/stored.ts';

type Subscription = z.output<(typeof subscribe.replies)[201]>;
type Applicant = { tenant: TestTenant; representative: Person; version: string };

/** A tenant that has not applied yet, its representative, and the terms in force. */
async function applicant(): Promise<Applicant> {
  const tenant = await registeredTenant();
  const representative = await setUp(tenant.email);
  const { body } = await call<Subscription>('GET', '/subscription', { token: representative.token });

  return { tenant, representative, version: body.terms.version };
}

const apply = ({ token }: Person, body: unknown, headers = {}) =>
  call<Subscription>('POST', '/subscription', { token, body, headers });
const current = async ({ token }: Person) => (await call<Subscription>('GET', '/subscription', { token })).body;

describe('applied', () => {
  it('S-1 S-2 S-3 is active at once without certificates and without a confirmation; the representative is the master', async () => {
    const { tenant, representative, version } = await applicant();

    const { status, body } = await apply(representative, { acceptedTerms: version, certificates: false });

    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'active', certificates: { status: 'not-subscribed' }, loginMethod: 'user-id' });
    expect(body.acceptances).toEqual([{ version, at: body.asOf, userId: tenant.representativeUserId }]);

    const { asOf, ...shown } = body;
    expect(await current(representative)).toEqual({ asOf: expect.any(String), ...shown });

    // S-3: every right with the very next request of the same session.
    const me = await call('GET', '/me', { token: representative.token });
    expect(me.body).toMatchObject({
      role: 'master',
      permissions: {
        userAdministration: true,
        important: true,
        approval: { approvalLimit: null, selfApprovalLimit: null },
        accounts: Object.fromEntries(ACCOUNTS.map((id) => [id, { inquiry: true, operation: true, transfer: true }])),
      },
    });
    expect((await call('GET', '/users', { token: representative.token })).status).toBe(200);
  });

  it('S-2 starts the certificate service with a right confirmation; everybody still logs in by user ID', async () => {
    const { representative, version } = await applicant();

    const { status, body } = await apply(representative, {
      acceptedTerms: version,
      certificates: true,
      confirmation: await confirmation(representative, 'subscribe'),
    });

    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'active', certificates: { status: 'active' }, loginMethod: 'user-id' });
    expect(await current(representative)).toMatchObject({ certificates: { status: 'active' } });
  });

  it('R-4 H-2 is told by one event of IDs and facts, and recorded', async () => {
    const { tenant, representative, version } = await applicant();
    const userId = representative.userId;
    await apply(representative, { acceptedTerms: version, certificates: false });

    const events = await eventsOf(tenant.tenantId, 'subscription-started');
    const [subscription] = storedItems(`SUBSCRIPTION#${tenant.tenantId}`);
    const subscriptionId = subscription?.['subscriptionId'];

    expect(events).toMatchObject([
      {
        tenantId: tenant.tenantId,
        aggregate: { id: subscriptionId, version: 1 },
        data: { masterUserId: userId, acceptedTerms: version, certificates: false },
      },
    ]);
    expect(recordedOperations(tenant.tenantId)).toContainEqual(
      expect.objectContaining({
        operation: 'subscribe',
        result: 'done',
        userId,
        subjects: [subscriptionId],
        ip: expect.stringMatching(/^127\./),
      }),
    );
  });

  it('R-3 once, when the request is repeated with its Idempotency-Key', async () => {
    const { tenant, representative, version } = await applicant();
    const body = { acceptedTerms: version, certificates: false };
    const key = { 'idempotency-key': 'apply-once' };

    const first = await apply(representative, body, key);
    const second = await apply(representative, body, key);

    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(await eventsOf(tenant.tenantId, 'subscription-started')).toHaveLength(1);
  });
});

describe('refused, with nothing changed', () => {
  let refused: Applicant;

  beforeAll(async () => {
    refused = await applicant();
  });

  async function expectRefusal(body: unknown, code: ProblemCode, status: number) {
    const answer = await apply(refused.representative, body);
    const errors = expectProblem(answer, code, status);

    expect(await current(refused.representative)).toMatchObject({ status: 'not-subscribed', acceptances: [] });
    expect(await eventsOf(refused.tenant.tenantId, 'subscription-started')).toEqual([]);

    return errors;
  }

  it('S-2 asks for a confirmation when certificates are chosen', async () => {
    await expectRefusal({ acceptedTerms: refused.version, certificates: true }, 'confirmation-required', 403);
  });

  it('S-2 C-9 refuses a wrong transaction password and a wrong token alike; the right ones still serve', async () => {
    const { representative, version } = await applicant();
    const right = await confirmation(representative, 'subscribe');
    const otherToken = String((Number(right.mailToken) + 1) % 1_000_000).padStart(6, '0');

    const answers: Answer<unknown>[] = [];
    for (const wrong of [
      { ...right, transactionPassword: `${TRANSACTION_PASSWORD}x` },
      { ...right, mailToken: otherToken },
    ]) {
      answers.push(await apply(representative, { acceptedTerms: version, certificates: true, confirmation: wrong }));
      expect(await current(representative)).toMatchObject({ status: 'not-subscribed' });
    }

    for (const answer of answers) expectProblem(answer, 'confirmation-failed', 403);
    const accepted = await apply(representative, { acceptedTerms: version, certificates: true, confirmation: right });
    expect(accepted.status).toBe(201);
  });

  it('S-2 refuses terms that are not the ones in force, with and without certificates', async () => {
    const confirmed = await confirmation(refused.representative, 'subscribe');

    await expectRefusal({ acceptedTerms: '2001-01-01', certificates: false }, 'terms-outdated', 409);
    await expectRefusal({ acceptedTerms: '2001-01-01', certificates: true, confirmation: confirmed }, 'terms-outdated', 409);
  });

  it('names every field of a malformed application', async () => {
    const errors = await expectRefusal({ certificates: 'yes', confirmation: {}, plan: 'gold' }, 'invalid-request', 400);

    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/acceptedTerms', 'required'],
      ['/certificates', 'invalid-type'],
      ['/confirmation/transactionPassword', 'required'],
      ['/confirmation/mailToken', 'required'],
      ['/plan', 'unknown-field'],
    ]);
  });

  it('S-1 refuses a second application, and keeps the first', async () => {
    const { master, tenantId } = await subscribedTenant();
    const before = await current(master);

    const answer = await apply(master, { acceptedTerms: before.terms.version, certificates: false });

    expectProblem(answer, 'already-subscribed', 409);
    expect((await current(master)).acceptances).toEqual(before.acceptances);
    expect(await eventsOf(tenantId, 'subscription-started')).toHaveLength(1);
  });

  it('S-5 refuses an added user, whatever the rights', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '重要', { important: true, securitySettings: true, userAdministration: true });
    const person = await addedPerson(master, groupId);

    expectProblem(await apply(person, { acceptedTerms: refused.version, certificates: false }), 'permission-denied', 403);
  });
});

describe('at the same time', () => {
  it('S-1 five applications make exactly one subscription, one acceptance and one event', async () => {
    const { tenant, representative, version } = await applicant();
    const body = { acceptedTerms: version, certificates: false };
    await warmUp(() => apply(representative, {}));

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => untilAnswered((key) => apply(representative, body, { 'idempotency-key': key }))),
    );
    const [won, ...lost] = answers.toSorted((a, b) => a.status - b.status);

    expect(won?.status).toBe(201);
    for (const answer of lost) expectProblem(answer, 'already-subscribed', 409);
    expect((await current(representative)).acceptances).toEqual(won?.body.acceptances);
    expect(await eventsOf(tenant.tenantId, 'subscription-started')).toHaveLength(1);
    expect(storedItems(`ACCEPTANCE#${tenant.tenantId}`)).toHaveLength(1);
  });
});
