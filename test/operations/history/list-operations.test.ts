import { beforeAll, describe, expect, it } from 'vitest';
import { call, operator, sourceAddress } from '../../support/api.ts';
import { askHistory, type OperationEntry, operationsPage } from '../../support/history.ts';
import {
  addedPeople,
  confirmation,
  createGroup,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
  type TestTenant,
} from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';
import { recordedOperations } from '../../support/stored.ts';

let tenant: TestTenant & { master: Person };
let groupId: string;
let auditor: Person;
let administrator: Person;

const summaryOf = (entries: readonly OperationEntry[]) => entries.map(({ operation, result }) => `${operation} ${result}`);
const recover = (reason: string) =>
  operator('POST', `/operator/tenants/${tenant.tenantId}/recovery`, { removeAuthenticator: true, reason });

beforeAll(async () => {
  tenant = await subscribedTenant();
  groupId = await createGroup(tenant.master, '監査', { history: true });
  const others = await createGroup(tenant.master, '管理', { userAdministration: true, securitySettings: true, important: true });
  [auditor] = (await addedPeople(tenant.master, groupId, 1)) as [Person];
  [administrator] = (await addedPeople(tenant.master, others, 1)) as [Person];
});

describe('listed', () => {
  it('H-1 every operation: who, what, when, from where and with what result, the newest first', async () => {
    const from = sourceAddress();
    const given = await confirmation(tenant.master, 'createGroup');
    const created = await call<{ groupId: string }>('POST', '/groups', {
      token: tenant.master.token,
      body: { name: '経理', permissions: {}, confirmation: given },
      from,
    });

    const { asOf, entries } = await operationsPage(tenant.master);

    expect(entries[0]).toEqual({
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      by: 'user',
      userId: tenant.master.userId,
      operation: 'createGroup',
      result: 'done',
      subjects: [created.body.groupId],
      ip: from,
    });
    const times = entries.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(Date.parse(asOf)).toBeGreaterThanOrEqual(Date.parse(times[0] ?? ''));
  });

  it('H-1 H-2 all that was recorded, from the registration on', async () => {
    const { entries } = await operationsPage(tenant.master, { limit: '100' });

    const recorded = recordedOperations(tenant.tenantId).map(({ operation, result }) => `${operation} ${result}`);
    expect(summaryOf(entries)).toEqual(recorded.toReversed());
    expect(summaryOf(entries).at(-1)).toBe('registerTenant done');
  });

  it('H-1 a wrong confirmation, with the code it was refused with', async () => {
    const wrong = { transactionPassword: 'Wrong-99x', mailToken: '000000' };
    const body = {
      name: '総務',
      permissions: {},
      confirmation: { ...(await confirmation(tenant.master, 'createGroup')), ...wrong },
    };
    expect((await call('POST', '/groups', { token: tenant.master.token, body })).status).toBe(403);

    const { entries } = await operationsPage(tenant.master, { limit: '1' });

    expect(entries).toMatchObject([
      { by: 'user', userId: tenant.master.userId, operation: 'createGroup', result: 'confirmation-failed' },
    ]);
  });

  it('C-15 what the bank did, with its reason, but neither role nor address of its systems', async () => {
    expect((await recover('Case 2026-1201')).status).toBe(202);

    const { entries } = await operationsPage(tenant.master, { limit: '1' });

    expect(entries).toEqual([
      {
        at: expect.any(String),
        by: 'bank',
        operation: 'recoverTenant',
        result: 'done',
        subjects: [tenant.master.userId],
        reason: 'Case 2026-1201',
      },
    ]);
    expect(JSON.stringify(await operationsPage(tenant.master, { limit: '100' }))).not.toContain('arn:');
  });

  it('C-12 no secret, name or address of anybody', async () => {
    const text = JSON.stringify(await operationsPage(tenant.master, { limit: '100' }));

    for (const hidden of ['青葉', '監査', '経理', tenant.email, auditor.email, 'Kazo-13x7', 'Wrong-99x']) {
      expect(text).not.toContain(hidden);
    }
  });
});

describe('read', () => {
  it.each(['operations', 'logins'] as const)('H-1 by the master and by whoever holds `history`, the %s alike', async (list) => {
    const own = (await askHistory(tenant.master, list)).body.entries;

    expect(own.length).toBeGreaterThan(0);
    expect((await askHistory(auditor, list)).body.entries).toEqual(own);
  });

  it.each(['operations', 'logins'] as const)('H-1 by nobody else, the %s alike', async (list) => {
    expectPublicProblem(await askHistory(administrator, list), 'permission-denied', 403);
    expectPublicProblem(await call('GET', `/history/${list}`), 'unauthenticated', 401);
  });

  it.each(['operations', 'logins'] as const)('H-3 by a representative who has no subscription, the %s alike', async (list) => {
    const representative = await setUp((await registeredTenant()).email);

    const { status, body } = await askHistory<{ userId?: string }>(representative, list);

    expect(status).toBe(200);
    expect(body.entries[0]?.userId).toBe(representative.userId);
  });

  it.each(['operations', 'logins'] as const)('R-1 in the own tenant only, whatever user is asked for: %s', async (list) => {
    const other = await subscribedTenant();

    expect((await askHistory(other.master, list, { userId: tenant.master.userId })).body.entries).toEqual([]);
    expect(JSON.stringify((await askHistory(other.master, list)).body)).not.toContain(tenant.master.userId);
  });
});
