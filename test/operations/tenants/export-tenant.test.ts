import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { exportTenant } from '../../../functions/contracts/tenant-data.ts';
import { call, expectProblem } from '../../support/api.ts';
import { APPROVING, type ApprovalRequest, submitted } from '../../support/approvals.ts';
import { certificateTenant, type Holder, holder, ordered } from '../../support/certificates.ts';
import { loginsPage, operationsPage } from '../../support/history.ts';
import { cancelSubscription } from '../../support/leaving.ts';
import { addedPeople, createGroup, type Person, registeredTenant, registration, subscribedTenant } from '../../support/people.ts';
import { signedCall } from '../../support/signed-calls.ts';
import { itemsOf, recordedOperations } from '../../support/stored.ts';

type Page = z.output<(typeof exportTenant.replies)[200]>;
type Item = Page['items'][number];

const ask = (tenantId: string, query: Readonly<Record<string, string>> = {}) =>
  signedCall<Page>('GET', `/operator/tenants/${tenantId}/export?${new URLSearchParams(query)}`);

/** Every page of an export. */
async function everything(tenantId: string, limit = '100'): Promise<Page[]> {
  const pages: Page[] = [];

  do {
    const cursor = pages.at(-1)?.nextCursor;
    const { status, body } = await ask(tenantId, { limit, ...(cursor !== undefined && { cursor }) });
    if (status !== 200) throw new Error(`exportTenant answered ${status} ${JSON.stringify(body)}`);
    pages.push(body);
  } while (pages.at(-1)?.nextCursor !== undefined);

  return pages;
}

let tenantId: string;
let master: Person;
let person: Holder;
let groupId: string;
let orderId: string;
let request: ApprovalRequest;
let pages: Page[];
let items: Item[];

const of = <Type extends Item['type']>(type: Type) => items.filter((item): item is Item & { type: Type } => item.type === type);

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '経理', APPROVING);
  const [holding, waiting] = (await addedPeople(master, groupId, 2)) as [Person, Person];
  person = await holder(master, holding);
  ({ orderId } = await ordered(master, waiting));
  request = await submitted(waiting);
  await call('PUT', '/me/login-name', { token: waiting.token, body: { loginName: `${tenantId.slice(0, 15)}.w` } });

  pages = await everything(tenantId);
  items = pages.flatMap((page) => page.items);
}, 300_000);

/** Every text within a value, long enough to tell whether it is found elsewhere, but moments. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length < 12 || !Number.isNaN(Date.parse(value)) ? [] : [value];

  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('an export', () => {
  it('has the tenant with its representative and accounts, and the subscription', () => {
    const { representative, accounts, name } = registration('');

    expect(of('tenant')).toMatchObject([
      {
        tenantId,
        name,
        representative: { userId: master.userId, name: '青葉 太郎', birthDate: representative.birthDate },
        accounts,
      },
    ]);
    expect(of('subscription')).toEqual([
      { type: 'subscription', status: 'active', certificates: 'active', loginMethod: 'user-id' },
    ]);
    expect(of('acceptance').length).toBeGreaterThan(0);
  });

  it('has groups with permissions and members, and users with names, addresses and statuses as lists show them', async () => {
    const { users } = (
      await call<{ users: { userId: string; certificate: object; group?: object }[] }>('GET', '/users', { token: master.token })
    ).body;
    const members = users.slice(1).map(({ userId }) => userId);

    expect(of('group')).toMatchObject([{ groupId, name: '経理', memberUserIds: expect.arrayContaining(members) }]);
    expect(of('user').map(({ type: _, groupId: __, loginName: ___, ...user }) => user)).toEqual(
      users.map(({ certificate: _, group: __, ...user }) => user),
    );
    expect(of('user').filter(({ loginName }) => loginName === `${tenantId.slice(0, 15)}.w`)).toHaveLength(1);
  });

  it('has certificates, orders and approval requests', () => {
    expect(of('certificate')).toMatchObject([{ serialNumber: person.serialNumber, userId: person.userId, status: 'valid' }]);
    expect(of('certificate-order').map((order) => order.orderId)).toContain(orderId);
    expect(of('approval-request')).toEqual([{ type: 'approval-request', ...request }]);
  });

  it('H-1 has every login and operation, as the master sees them', async () => {
    const { entries: logins } = await loginsPage(master, { limit: '100' });
    const { entries } = await operationsPage(master, { limit: '100' });

    expect(of('login').map(({ type: _, ...login }) => login)).toEqual(logins);
    expect(of('operation').map(({ type: _, ...operation }) => operation)).toEqual(entries);
  });

  it.each(['1', '7'])('has the same %s at a time, each thing once', async (limit) => {
    const again = await everything(tenantId, limit);
    const asked = again.flatMap((page) => page.items).filter((item) => item.type !== 'operation');

    expect(asked).toEqual(items.filter((item) => item.type !== 'operation'));
    for (const page of again) expect(page.items.length).toBeLessThanOrEqual(Number(limit));
  });

  it('C-12 has no hash, digest, key, token or session', () => {
    const text = JSON.stringify(items);
    const secrets = itemsOf(tenantId).flatMap((item) =>
      ['acquisitionHash', 'tokenCauseId', 'thumbprint', 'certificateArn', 'login', 'mailTokens', 'loginOrigins'].flatMap(
        (name) => (item[name] === undefined ? [] : textsIn(item[name])),
      ),
    );

    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/argon2|hash|digest|secret|thumbprint/i);
  });

  it('H-1 leaves one record, of its beginning, which the customer sees', async () => {
    const records = recordedOperations(tenantId).filter(({ operation }) => operation === 'exportTenant');
    const { entries } = await operationsPage(master, { limit: '100' });

    // One of the first, and of those of one and seven at a time.
    expect(records).toHaveLength(3);
    expect(records).toMatchObject(
      records.map(() => ({ result: 'done', subjects: [tenantId], operator: expect.stringMatching(/^arn:/) })),
    );
    expect(entries).toContainEqual(expect.objectContaining({ operation: 'exportTenant', by: 'bank' }));
  });

  it('of a tenant without a subscription has what there is', async () => {
    const registered = await registeredTenant();
    const found = (await everything(registered.tenantId)).flatMap((page) => page.items);

    expect(found.map(({ type }) => type)).toEqual(['tenant', 'subscription', 'user', 'operation', 'operation']);
  });

  it('S-10 has nothing of a subscription that was cancelled but its acceptances and its history', async () => {
    const left = await subscribedTenant();
    await createGroup(left.master, '照会');
    await cancelSubscription(left.master);

    const types = (await everything(left.tenantId)).flatMap((page) => page.items).map(({ type }) => type);

    expect(new Set(types)).toEqual(new Set(['tenant', 'subscription', 'acceptance', 'user', 'login', 'operation']));
  });
});

describe('refused', () => {
  it('R-1 a cursor of another tenant', async () => {
    const other = await registeredTenant();
    const cursor = pages[0]?.nextCursor ?? '';

    expect(expectProblem(await ask(other.tenantId, { cursor }), 'invalid-request', 400)).toMatchObject([
      { code: 'unknown-cursor' },
    ]);
  });

  it('a tenant nobody knows, and whoever does not sign', async () => {
    expectProblem(await ask('nobody'), 'not-found', 404);
    expectProblem(await call('GET', `/operator/tenants/${tenantId}/export`), 'permission-denied', 403);
  });
});
