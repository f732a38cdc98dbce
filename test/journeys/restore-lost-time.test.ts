import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { DomainEvent } from '../../events/index.ts';
import { outboxItem } from '../../functions/adapters/dynamodb/outbox.ts';
import { revocationRequested } from '../../functions/certificates/revocation.ts';
import { Settings } from '../../functions/contracts/settings.ts';
import { subscriptionEnded } from '../../functions/subscription/subscription-ended.ts';
import { purgeRequested } from '../../functions/users/deletion.ts';
import { closeOrders } from '../../functions/workflows/close-orders.ts';
import { revokeCertificates } from '../../functions/workflows/revoke-certificates.ts';
import { reconcile, type Told } from '../../scripts/reconcile/reconcile.ts';
import { certificateTenant, holder, ordered } from '../support/certificates.ts';
import { addedPerson, createGroup, type Person } from '../support/people.ts';
import { type RestoreTarget, restoreTarget, useForAccess, wholeItemsOf } from '../support/restored-table.ts';
import { settled } from '../support/settled.ts';
import type { StoredItem } from '../support/stored.ts';

// What was written in the time that a restore takes away may be there by half, and what was asked for in it may still come.

const DAY_MS = 24 * 60 * 60 * 1000;
const now = new Date();

let target: RestoreTarget;
let whole: StoredItem[];
let tenantId: string;
let master: Person;
let person: Person;
let groupId: string;
let roster: Roster;

beforeAll(async () => {
  target = await restoreTarget();
  useForAccess(target);

  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '経理');
  person = await addedPerson(master, groupId);
  await holder(master, person);
  await ordered(master, person);
  await settled();

  whole = wholeItemsOf(tenantId);
  const { PK: _, SK: __, ...found } = whole.find(({ PK }) => PK.startsWith('SUBSCRIPTION#')) as StoredItem;
  roster = found as unknown as Roster;
}, 300_000);

afterAll(() => target.close());

let tables = 0;

async function restored(...items: readonly StoredItem[]): Promise<string> {
  const name = `lost-time-${++tables}`;
  await target.restore(name, items);

  return name;
}

async function look(table: string, { repair = false, restoredTo = now } = {}): Promise<Told[]> {
  vi.stubEnv('TABLE_NAME', table);
  const told: Told[] = [];
  const onFinding = (one: Told) => told.push(one);
  await reconcile({ segment: 0, segments: 1, repair, now, restoredTo, onFinding, onPage: () => {} });

  return told;
}

const codesOf = (told: readonly Told[]) => told.map(({ finding }) => finding.code);

/** Waits to be published, of a transaction that left nothing else. */
function half(...events: readonly DomainEvent[]): StoredItem {
  return outboxItem({ outboxId: 'half', tenantId, occurredAt: now.toISOString(), events, mails: 0 });
}

describe('an outbox item that is all there is of its transaction', () => {
  const next = () => ({ ...roster, version: roster.version + 1 });
  const of = (id: string) => ({ id, version: 99 });
  const serviceId = () => (roster.certificates.status === 'active' ? roster.certificates.serviceId : '');

  const HALVES: Readonly<Record<string, () => readonly DomainEvent[]>> = {
    'U-8 deleteUsers': () => [
      {
        type: 'user-deleted',
        aggregate: of(person.userId),
        data: { userId: person.userId, groupId, actorUserId: master.userId },
      },
      purgeRequested(next(), { userIds: [person.userId], groupIds: [] }),
      revocationRequested(next(), 'user-deleted', now, { userIds: [person.userId] }),
    ],
    'G-5 deleteGroups': () => [
      { type: 'group-deleted', aggregate: of(groupId), data: { groupId, actorUserId: master.userId } },
      purgeRequested(next(), { userIds: [], groupIds: [groupId] }),
    ],
    'G-2 createGroup': () => [
      { type: 'group-created', aggregate: of('gLostInTime1'), data: { groupId: 'gLostInTime1', actorUserId: master.userId } },
    ],
    'G-2 updateGroup': () => [{ type: 'group-updated', aggregate: of(groupId), data: { groupId, actorUserId: master.userId } }],
    'U-5 updateUsers': () => [
      {
        type: 'user-updated',
        aggregate: of(person.userId),
        data: { userId: person.userId, changed: ['name'], actorUserId: master.userId },
      },
    ],
    'C-8 resetTransactionPasswords': () => [
      {
        type: 'credential-reset',
        aggregate: of(`${person.userId}-credentials`),
        data: { userId: person.userId, credential: 'transaction-password', actorUserId: master.userId },
      },
    ],
    'S-6 cancelCertificates': () => [
      {
        type: 'certificate-service-cancelled',
        aggregate: of(roster.subscriptionId),
        data: { serviceId: serviceId(), revocationDueAt: now.toISOString(), actorUserId: master.userId },
      },
      revocationRequested(next(), 'service-cancelled', now, { serviceId: serviceId() }),
    ],
    'S-10 cancelSubscription': () => subscriptionEnded(roster, { version: roster.version + 1, now, actorUserId: master.userId }),
    'R-4 eraseTenant': () => [
      { type: 'tenant-erased', aggregate: of(tenantId), data: { representativeUserId: master.userId } },
      ...subscriptionEnded(roster, { version: roster.version + 1, now }),
      { type: 'tenant-erasure-requested', aggregate: of(tenantId), data: { erasedAt: now.toISOString(), history: 'keep' } },
    ],
    'R-4 registerTenant': () => [
      {
        type: 'tenant-registered',
        aggregate: of(tenantId),
        data: { representativeUserId: master.userId, accountIds: [], closedAccountIds: [] },
      },
    ],
  };

  it.each(Object.entries(HALVES))('%s: is named as a whole, and kept from the bus', async (_, events) => {
    const table = await restored(...whole, half(...events()));
    const types = events().map(({ type }) => type);

    expect(await look(table, { repair: true })).toMatchObject([
      { finding: { code: 'event-without-state', about: { types } }, outcome: 'mended' },
    ]);
    expect(await look(table)).toEqual([]);
    const outbox = (await target.itemsIn(table)).find(({ PK }) => PK === 'OUTBOX#half');
    expect(outbox?.['waitingShard']).toBeUndefined();
  });

  it('R-4 takes its mails with it: nobody is mailed of what has not happened', async () => {
    const mail = { PK: 'MAIL#half', SK: 'MAIL', mailId: 'half', tenantId, requestedAt: now.toISOString(), mails: {} };
    const waiting = { ...mail, waitingShard: 'mail-0', retryAt: now.toISOString() };
    const table = await restored(...whole, half(...(HALVES['G-2 createGroup']?.() ?? [])), waiting);
    await look(table, { repair: true });

    expect((await target.itemsIn(table)).filter(({ PK }) => PK.startsWith('MAIL#'))).toEqual([]);
  });

  it('R-4 is named when it asks for a mail that is not there: what was in it, nobody can tell', async () => {
    const asking = outboxItem({ outboxId: 'half', tenantId, occurredAt: now.toISOString(), events: [], mails: 2 });

    expect(await look(await restored(...whole, asking))).toMatchObject([
      { finding: { code: 'mail-missing', about: { tenantId } }, outcome: 'to-decide' },
    ]);
  });

  it('R-4 stays on its way to the bus when its state is there', async () => {
    const { userId } = person;
    const events: DomainEvent[] = [
      { type: 'user-added', aggregate: { id: userId, version: 1 }, data: { userId, groupId, actorUserId: master.userId } },
      { type: 'group-created', aggregate: { id: groupId, version: 1 }, data: { groupId, actorUserId: master.userId } },
      revocationRequested(roster, 'user-deleted', now, { userIds: ['1000000001'] }),
      purgeRequested(roster, { userIds: ['1000000001'], groupIds: ['gLongGone001'] }),
    ];

    expect(await look(await restored(...whole, half(...events)))).toEqual([]);
  });
});

describe('a restore to some time ago', () => {
  const restoredTo = new Date(now.getTime() - 20 * DAY_MS);
  const record = (at: Date): StoredItem => ({
    PK: `OPERATION_HISTORY#${tenantId}`,
    SK: `${at.toISOString()}#untold`,
    operation: 'createGroup',
    result: 'done',
    at: at.toISOString(),
    subjects: [],
  });

  it('R-4 finds what was not told within the days before that time, and not what is older than outbox items get', async () => {
    const [young, old] = [1, 7].map((days) => record(new Date(restoredTo.getTime() - days * DAY_MS))) as [StoredItem, StoredItem];
    const table = await restored(young, old);

    expect(await look(table, { restoredTo })).toMatchObject([{ finding: { code: 'event-missing', key: { SK: young.SK } } }]);
  });
});

describe('an erasure whose purge is of the lost time', () => {
  const erased = () => [
    ...whole.filter(({ PK }) => !PK.startsWith('TENANT#')),
    { PK: `ERASED_TENANT#${tenantId}`, SK: 'ERASED_TENANT', erasedAt: now.toISOString() },
  ];

  it('S-11 is asked for again, once, with the history staying', async () => {
    const table = await restored(...erased());

    expect(await look(table, { repair: true })).toMatchObject([
      { finding: { code: 'erasure-unfinished', about: { tenantId } }, outcome: 'mended' },
    ]);
    expect(await look(table)).toEqual([]);
    const asking = (await target.itemsIn(table)).find(({ PK }) => PK.startsWith('OUTBOX#reconcile-'));
    expect(asking?.['events']).toMatchObject([{ type: 'tenant-erasure-requested', data: { history: 'keep' } }]);
  });

  it('S-11 is asked for anew after another restore: an execution of that name may have been', async () => {
    const table = await restored(...erased());
    await look(table, { repair: true });

    expect(codesOf(await look(table, { restoredTo: new Date(now.getTime() - 60_000) }))).toEqual(['erasure-unfinished']);
  });

  it('is no finding when nothing is left', async () => {
    const [item] = erased().slice(-1) as [StoredItem];

    expect(await look(await restored(item))).toEqual([]);
  });
});

describe('a subscription item of another moment', () => {
  const changed = (prefix: string, change: object) =>
    whole.map((item) => (item.PK.startsWith(prefix) ? { ...item, ...change } : item));

  it('G-4 has the digest of another name: it follows the group', async () => {
    const table = await restored(...changed(`GROUP#${tenantId}`, { name: '総務' }));

    expect(await look(table, { repair: true })).toMatchObject([
      { finding: { code: 'group-name-differs', about: { groupId } }, outcome: 'mended' },
    ]);
    expect(await look(table)).toEqual([]);
  });

  it('S-2 has no acceptance of its terms: a person decides', async () => {
    const table = await restored(...whole.filter(({ PK }) => !PK.startsWith('ACCEPTANCE#')));

    expect(await look(table)).toMatchObject([
      { finding: { code: 'acceptance-missing', about: { subscriptionId: roster.subscriptionId } }, outcome: 'to-decide' },
    ]);
  });
});

describe('a revocation asked for in the lost time', () => {
  it('X-10 U-8 S-7 S-10 touches no certificate and no order of who and what is live', async () => {
    const table = await restored(...whole);
    vi.stubEnv('TABLE_NAME', table);
    const before = await target.itemsIn(table);
    const serviceId = roster.certificates.status === 'active' ? roster.certificates.serviceId : undefined;

    for (const which of [{ userIds: [person.userId] }, { serviceId }, { wholeSubscription: true as const }]) {
      const asked = revocationRequested(roster, 'service-cancelled', now, which).data;
      await closeOrders({ ...asked, tenantId }, now);
      await revokeCertificates({ ...asked, tenantId }, now, Settings.parse({}));
    }

    expect(serviceId).toBeDefined();
    expect(await target.itemsIn(table)).toEqual(before);
  });
});

describe('an item that cannot be read', () => {
  const malformed: StoredItem[] = [
    { PK: 'OUTBOX#malformed', SK: 'OUTBOX', waitingShard: 'outbox-0', retryAt: now.toISOString(), events: [{ id: 1 }] },
    { PK: 'SOMETHING#else', SK: 'SOMETHING' },
  ];

  it('is named, and left for a person, while the others are looked at', async () => {
    const session = { PK: `SESSION#${tenantId}#${master.userId}`, SK: 'digest', epoch: 1 };
    const told = await look(await restored(...malformed, session), { repair: true });

    expect(told.map(({ finding, outcome }) => `${finding.code} ${outcome}`).toSorted()).toEqual([
      'session mended',
      'unreadable to-decide',
      'unreadable to-decide',
    ]);
  });
});

describe('the command', () => {
  const command = (...options: string[]) =>
    promisify(execFile)(process.execPath, ['scripts/reconcile.ts', '--endpoint', target.endpoint, ...options]).then(
      () => 0,
      ({ code }: { code: number }) => code,
    );
  const to = ['--restored-to', now.toISOString()];

  it('exits with 0 when nothing is left, with 1 when something is, with 2 when it could not go on', async () => {
    expect(await command('--table', await restored(...whole), ...to)).toBe(0);
    expect(await command('--table', await restored({ PK: 'SOMETHING#else', SK: 'SOMETHING' }), ...to)).toBe(1);
    expect(await command('--table', 'no-such-table', ...to)).toBe(2);
    expect(await command('--table', await restored(...whole))).toBe(2);
  });

  it('waits for a DynamoDB that is slow', async () => {
    const slow = createServer((_, response) => void setTimeout(() => response.end('{"Items":[]}'), 2_000));
    await once(slow.listen(0, '127.0.0.1'), 'listening');
    const { port } = slow.address() as AddressInfo;

    expect(await command('--table', 'slow', ...to, '--endpoint', `http://127.0.0.1:${port}`)).toBe(0);
    slow.close();
  });

  it('does not mend a table that looks like the live one, unless it is told to', async () => {
    const table = await restored({ PK: `SESSION#${tenantId}#${master.userId}`, SK: 'digest', epoch: 1 });
    await target.startStream(table);

    expect(await command('--table', table, ...to, '--repair')).toBe(2);
    expect(await target.itemsIn(table)).toHaveLength(1);
    expect(await command('--table', table, ...to, '--repair', '--force-live')).toBe(0);
    expect(await target.itemsIn(table)).toEqual([]);
  });
});
