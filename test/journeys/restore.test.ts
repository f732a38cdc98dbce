import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Told } from '../../scripts/reconcile/reconcile.ts';
import { reconcile } from '../../scripts/reconcile/reconcile.ts';
import { call } from '../support/api.ts';
import { APPROVING, decide, submitted, withdraw } from '../support/approvals.ts';
import { certificateTenant, holder } from '../support/certificates.ts';
import { subscriptionIdOf } from '../support/leaving.ts';
import { addedPeople, confirmation, createGroup, type Person } from '../support/people.ts';
import { type RestoreTarget, restoreTarget, useForAccess, wholeItemsOf } from '../support/restored-table.ts';
import { settled } from '../support/settled.ts';
import { recordedOperations, type StoredItem } from '../support/stored.ts';

// A tenant at work, and its items as a restore to a point in time may return them: of transactions that were committed at that very
// moment it has some items as they were before, and others as they were after.

type Change = (items: StoredItem[]) => StoredItem[];
type Damage = { readonly code: string; readonly about: object; readonly change: Change };

const restoredTo = new Date();

let target: RestoreTarget;
let whole: StoredItem[];
let damages: Damage[];
let undecided: Damage;

const without =
  (prefix: string, sk = ''): Change =>
  (items) =>
    items.filter(({ PK, SK }) => !(PK.startsWith(prefix) && SK.startsWith(sk)));
const changed =
  (prefix: string, sk: string, change: (item: StoredItem) => StoredItem): Change =>
  (items) =>
    items.map((item) => (item.PK.startsWith(prefix) && item.SK.startsWith(sk) ? change(item) : item));
const and =
  (...changes: Change[]): Change =>
  (items) =>
    changes.reduce((now, change) => change(now), items);

beforeAll(async () => {
  target = await restoreTarget();
  useForAccess(target);

  const { tenantId, master } = await certificateTenant();
  const empty = await createGroup(master, '空');
  const groupId = await createGroup(master, '経理', APPROVING);
  const [half, unnamed, unknown, named, losing, approver] = (await addedPeople(master, groupId, 6)) as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
  ];
  const lost = await holder(master, losing);
  await call('POST', `/certificates/${lost.serialNumber}/revocation`, {
    token: master.token,
    body: { confirmation: await confirmation(master, 'revokeCertificate') },
  });
  const [waiting, ended, approved] = [await submitted(unknown), await submitted(unknown), await submitted(unknown)];
  await withdraw(unknown, ended);
  await decide(approver, 'approveRequest', approved);
  await call('PUT', '/me/login-name', { token: named.token, body: { loginName: `n${named.userId}` } });
  await settled();

  const subscriptionId = subscriptionIdOf(tenantId);
  const within = (entity: string) => `${entity}#${tenantId}#${subscriptionId}`;
  whole = wholeItemsOf(tenantId);

  const copyOf = (requestId: string, request: unknown): StoredItem => ({
    PK: within('APPROVAL_REQUEST'),
    SK: `pending#${requestId}`,
    tenantId,
    subscriptionId,
    request,
    waitingShard: 'approval-0',
    retryAt: '2027-01-01T00:00:00.000Z',
  });
  const outboxOf = (operation: string) => {
    const [record] = recordedOperations(tenantId)
      .filter((each) => each['operation'] === operation)
      .slice(-1);
    return `OUTBOX#${record?.SK.slice(String(record['at']).length + 1)}`;
  };
  const unpublished = ({ expiresAt: _, ...item }: StoredItem): StoredItem => ({
    ...item,
    waitingShard: 'outbox-0',
    retryAt: '2026-01-01T00:00:00.000Z',
  });
  const before = whole.find(({ SK }) => SK === `request#${approved.requestId}`);
  const { state: _, ...asSubmitted } = { ...before, state: undefined } as StoredItem;
  const pending = { ...asSubmitted, version: 1, state: { status: 'pending' } } as StoredItem;
  const { PK: __, SK: ___, ...request } = pending;

  damages = [
    { code: 'member-incomplete', about: { userId: half.userId }, change: without(within('CREDENTIALS'), half.userId) },
    {
      code: 'user-not-on-roster',
      about: { userId: unnamed.userId },
      change: changed('SUBSCRIPTION#', '', (item) => {
        const groups = item['groups'] as Record<string, { members: string[] }>;
        const others = Object.entries(groups).map(([id, group]) => [
          id,
          { ...group, members: group.members.filter((userId) => userId !== unnamed.userId) },
        ]);
        return { ...item, groups: Object.fromEntries(others) };
      }),
    },
    { code: 'login-id-missing', about: { userId: unknown.userId }, change: without(`LOGIN_ID#${unknown.userId}`) },
    {
      code: 'login-id-without-user',
      about: { userId: named.userId },
      change: changed(within('USER'), named.userId, ({ loginName: _, ...item }) => item as StoredItem),
    },
    { code: 'group-missing', about: { groupId: empty }, change: without(within('GROUP'), empty) },
    {
      code: 'group-not-on-roster',
      about: { groupId: 'gHalfMade001' },
      change: (items) => [
        ...items,
        { PK: within('GROUP'), SK: 'gHalfMade001', groupId: 'gHalfMade001', name: '半', permissions: {}, version: 1 },
      ],
    },
    {
      code: 'authenticator-differs',
      about: { userId: approver.userId },
      change: changed(within('USER'), approver.userId, (item) => ({ ...item, authenticatorRegistered: true })),
    },
    {
      code: 'pending-copy-missing',
      about: { requestId: waiting.requestId },
      change: without(within('APPROVAL_REQUEST'), `pending#${waiting.requestId}`),
    },
    {
      code: 'pending-copy-left',
      about: { requestId: ended.requestId },
      change: (items) => [...items, copyOf(ended.requestId, { requestId: ended.requestId })],
    },
    {
      code: 'reference-missing',
      about: { requestId: ended.requestId },
      change: without(within('APPROVAL_REFERENCE'), ended.reference),
    },
    {
      code: 'reference-without-request',
      about: { requestId: 'gone' },
      change: (items) => [...items, { PK: within('APPROVAL_REFERENCE'), SK: 'INV-gone', requestId: 'gone' }],
    },
    {
      code: 'event-without-state',
      about: { aggregates: [approved.requestId] },
      change: and(
        changed(within('APPROVAL_REQUEST'), `request#${approved.requestId}`, () => pending),
        (items) => [...items, copyOf(approved.requestId, request)],
        changed(outboxOf('approveRequest'), '', unpublished),
      ),
    },
    {
      code: 'mail-without-event',
      about: { tenantId },
      change: (items) => [
        ...items,
        { PK: 'MAIL#half', SK: 'MAIL', mailId: 'half', tenantId, requestedAt: new Date().toISOString(), mails: {} },
      ],
    },
    {
      code: 'certificate-not-revoked',
      about: { serialNumber: lost.serialNumber },
      change: changed(`CERTIFICATE#${tenantId}`, lost.userId, ({ revokedAtAuthorityAt: _, ...item }) => item as StoredItem),
    },
    {
      code: 'session',
      about: {},
      change: (items) => [...items, { PK: `SESSION#${tenantId}#${master.userId}`, SK: 'digest', epoch: 1 }],
    },
    {
      code: 'kept-reply',
      about: {},
      change: (items) => [...items, { PK: `IDEMPOTENCY#${tenantId}#${master.userId}`, SK: 'createGroup#key', claimId: 'c' }],
    },
  ];
  undecided = { code: 'event-missing', about: { operation: 'createGroup' }, change: without(outboxOf('createGroup')) };
}, 300_000);

afterAll(() => target.close());

let tables = 0;

async function restored(...changes: readonly Change[]): Promise<string> {
  const name = `restored-${++tables}`;
  await target.restore(name, and(...changes)(whole));

  return name;
}

const all = { segment: 0, segments: 1 };

/** Looks at a table, and answers what was told; `upTo` ends it after so many findings, as a crash would. */
async function look(table: string, repair: boolean, { upTo = Number.POSITIVE_INFINITY, part = all } = {}): Promise<Told[]> {
  vi.stubEnv('TABLE_NAME', table);
  const told: Told[] = [];
  const onFinding = (one: Told) => {
    told.push(one);
    if (told.length === upTo) throw new Error('interrupted');
  };

  try {
    await reconcile({ ...part, repair, now: new Date(), restoredTo, onFinding, onPage: () => {} });
  } catch (error) {
    if ((error as Error).message !== 'interrupted') throw error;
  }

  return told;
}

const codesOf = (told: readonly Told[]) => told.map(({ finding }) => finding.code).toSorted();
const everyDamage = () => damages.map(({ change }) => change);

describe('a table as it was restored', () => {
  it('in which everything fits, has nothing to be done', async () => {
    expect(await look(await restored(), false)).toEqual([]);
  });

  it('R-4 with half a transaction: each is named, whichever half it is, and only it', async () => {
    for (const { code, about, change } of [...damages, undecided]) {
      const told = await look(await restored(change), false);

      expect(
        told.map(({ finding }) => ({ code: finding.code, about: finding.about ?? {} })),
        code,
      ).toMatchObject([{ code, about }]);
      expect(told[0]?.outcome, code).toBe(code === 'event-missing' ? 'to-decide' : 'found');
    }
  });

  it('is not changed by looking', async () => {
    const table = await restored(...everyDamage());
    const before = await target.itemsIn(table);

    expect((await look(table, false)).length).toBeGreaterThanOrEqual(damages.length);
    expect(await target.itemsIn(table)).toEqual(before);
  });

  it('R-4 is mended by one run, and a second one has nothing to do', async () => {
    const table = await restored(...everyDamage());

    const mended = await look(table, true);
    expect(new Set(codesOf(mended))).toEqual(new Set(damages.map(({ code }) => code)));
    expect(mended.filter(({ outcome }) => outcome === 'found' || outcome === 'to-decide')).toEqual([]);

    const after = await target.itemsIn(table);
    expect(await look(table, true)).toEqual([]);
    expect(await target.itemsIn(table)).toEqual(after);
  });

  it('R-4 can be mended again after an interruption, wherever it was', async () => {
    const findings = (await look(await restored(...everyDamage()), false)).length;

    for (let upTo = 1; upTo <= findings; upTo += 3) {
      const table = await restored(...everyDamage());
      await look(table, true, { upTo });

      await look(table, true);
      expect(await look(table, true), `interrupted after ${upTo}`).toEqual([]);
    }
  });

  it('can be looked at in parts, which together see everything once', async () => {
    const table = await restored(...everyDamage());
    const told = await Promise.all([0, 1, 2].map((segment) => look(table, false, { part: { segment, segments: 3 } })));

    expect(codesOf(told.flat())).toEqual(codesOf(await look(table, false)));
  });

  it('L-6 lets nobody in who was added by half, and takes nobody off who is there', async () => {
    const table = await restored(...everyDamage());
    await look(table, true);

    const items = await target.itemsIn(table);
    const roster = items.find(({ PK }) => PK.startsWith('SUBSCRIPTION#'))?.['groups'] as Record<string, { members: string[] }>;
    const users = items.filter(({ PK, SK }) => PK.startsWith('USER#') && PK.split('#').length === 3 && SK).map(({ SK }) => SK);
    expect(
      Object.values(roster)
        .flatMap(({ members }) => members)
        .toSorted(),
    ).toEqual(users.toSorted());
    expect(users).toHaveLength(4);
    expect(items.filter(({ PK }) => /^(SESSION|IDEMPOTENCY)#/.test(PK))).toEqual([]);
  });

  it('the command tells findings line by line, the sum to whoever reads, and exits with 1 while something is left', async () => {
    const table = await restored(...everyDamage(), undecided.change);
    const command = async (...options: string[]) => {
      const args = [
        'scripts/reconcile.ts',
        '--table',
        table,
        '--restored-to',
        restoredTo.toISOString(),
        '--endpoint',
        target.endpoint,
        ...options,
      ];
      return promisify(execFile)(process.execPath, args).then(
        (said) => ({ ...said, code: 0 }),
        (said: { stdout: string; stderr: string; code: number }) => said,
      );
    };

    expect((await command('--repair')).stderr).toContain('  1 member-incomplete: mended');
    const { stdout, stderr, code } = await command();
    expect(code).toBe(1);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ code: 'event-missing', outcome: 'to-decide', operation: 'createGroup' }]);
    expect(stderr).toContain('1 findings are left');
  });
});
