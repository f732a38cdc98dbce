import { beforeAll, describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { renew, revoke } from '../../support/certificate-service.ts';
import {
  certificateTenant,
  type Holder,
  holder,
  type InventoryAnswer,
  inventory,
  type MailedOrder,
  ordered,
} from '../../support/certificates.ts';
import { localRun } from '../../support/local-run.ts';
import { addedPeople, createGroup, type Person, subscribedTenant } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';

let master: Person;
let administrator: Person;
let security: Person;
let plain: Person;
let held: Holder;
let lost: Holder;
let waiting: MailedOrder;
let stranger: Holder;

beforeAll(async () => {
  ({ master } = await certificateTenant());
  const groups = {
    plain: await createGroup(master, '経理', { important: true, history: true }),
    users: await createGroup(master, '管理', { userAdministration: true }),
    security: await createGroup(master, '設定', { securitySettings: true }),
  };
  const [one, two] = (await addedPeople(master, groups.plain, 2)) as [Person, Person];
  [administrator] = (await addedPeople(master, groups.users, 1)) as [Person];
  [security] = (await addedPeople(master, groups.security, 1)) as [Person];
  plain = one;
  held = await holder(master, one);
  lost = await holder(master, two);
  expect((await revoke(master, lost.serialNumber)).status).toBe(202);
  waiting = await ordered(master, administrator);

  const other = await certificateTenant();
  stranger = await holder(other.master, other.master);
  await settled();
});

const list = ({ token }: Person, query = '', accept = '*/*') =>
  call<InventoryAnswer>('GET', `/certificates${query}`, { token, headers: { accept } });
/** The same as a table. */
async function csv({ token }: Person, query = '') {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/csv' };
  const response = await fetch(`${localRun().url}/v1/certificates${query}`, { headers });

  return { status: response.status, headers: response.headers, body: await response.text() };
}

const serialsOf = ({ certificates }: InventoryAnswer) => certificates.map(({ serialNumber }) => serialNumber);

describe('listed', () => {
  it('X-1 X-10 all certificates and orders of the tenant with their status now', async () => {
    const { body } = await list(master);

    expect(body).toEqual({ asOf: expect.any(String), certificates: expect.any(Array), orders: expect.any(Array) });
    expect(body.certificates).toHaveLength(2);
    expect(body.certificates).toContainEqual({
      serialNumber: held.serialNumber,
      userId: held.userId,
      status: 'valid',
      notBefore: expect.any(String),
      notAfter: expect.any(String),
    });
    expect(body.certificates).toContainEqual(expect.objectContaining({ userId: lost.userId, status: 'revoked' }));
    expect(body.orders).toHaveLength(3);
    expect(body.orders).toContainEqual({
      orderId: waiting.orderId,
      userId: administrator.userId,
      kind: 'new',
      status: 'open',
      expiresAt: expect.any(String),
    });
  });

  it('U-1 by status, of certificates and of orders', async () => {
    expect(serialsOf(await inventory(master, '?status=valid'))).toEqual([held.serialNumber]);
    expect(serialsOf(await inventory(master, '?status=revoked'))).toEqual([lost.serialNumber]);
    expect(await inventory(master, '?status=expired')).toMatchObject({ certificates: [], orders: [] });

    const open = await inventory(master, '?status=open');
    expect([open.certificates, open.orders.map(({ orderId }) => orderId)]).toEqual([[], [waiting.orderId]]);
    expect((await inventory(master, '?status=picked-up')).orders.map(({ orderId }) => orderId).toSorted()).toEqual(
      [held.order.orderId, lost.order.orderId].toSorted(),
    );
  });

  it('U-1 by user, and by both', async () => {
    const own = await inventory(master, `?userId=${held.userId}`);

    expect([serialsOf(own), own.orders.map(({ orderId }) => orderId)]).toEqual([[held.serialNumber], [held.order.orderId]]);
    expect(await inventory(master, `?userId=${lost.userId}&status=valid`)).toMatchObject({ certificates: [], orders: [] });
  });

  it('X-7 what expires within some days: valid certificates alone, the first to expire first', async () => {
    expect(await inventory(master, '?expiringWithinDays=30')).toMatchObject({ certificates: [], orders: [] });
    expect(await inventory(master, '?expiringWithinDays=364')).toMatchObject({ certificates: [], orders: [] });

    const year = await inventory(master, '?expiringWithinDays=366');
    expect([serialsOf(year), year.orders]).toEqual([[held.serialNumber], []]);
    await advanceClock('PT1S');
    const renewal = (await renew(held.identity)).body;
    expect(serialsOf(await inventory(master, '?expiringWithinDays=366'))).toEqual([held.serialNumber, renewal.serialNumber]);
  });

  it('R-1 nothing of another tenant, whatever is asked for', async () => {
    for (const query of ['', `?userId=${stranger.userId}`, '?expiringWithinDays=1825', '?status=valid']) {
      const text = JSON.stringify(await inventory(master, query));

      expect([query, text.includes(stranger.serialNumber)]).toEqual([query, false]);
    }
    expect(serialsOf(await inventory(stranger, `?userId=${held.userId}`))).toEqual([]);
    expect(serialsOf(await inventory(stranger))).toEqual([stranger.serialNumber]);
  });

  it('S-5 for user administrators and holders of securitySettings as for the master', async () => {
    const { certificates } = await inventory(master);

    expect((await inventory(administrator)).certificates).toEqual(certificates);
    expect((await inventory(security)).certificates).toEqual(certificates);
  });

  it('S-4 empty, where there is no certificate service', async () => {
    const { master: other } = await subscribedTenant();

    expect(await inventory(other)).toMatchObject({ certificates: [], orders: [] });
  });
});

describe('as CSV', () => {
  it('has the certificates as a table, with a row of names', async () => {
    const { status, headers, body } = await csv(master);

    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const [header, ...rows] = body.split('\r\n');
    expect(header).toBe('serialNumber,userId,status,notBefore,notAfter,revocationDueAt');

    const { certificates } = await inventory(master);
    expect(rows.filter((row) => row !== '')).toHaveLength(certificates.length);
    expect(body).toContain(`${lost.serialNumber},${lost.userId},revoked,`);
  });

  it('takes the same filters', async () => {
    const { body } = await csv(master, '?status=revoked');

    expect(body.trim().split('\r\n')).toHaveLength(2);
    expect((await csv(master, '?status=expired')).body.trim()).toBe(
      'serialNumber,userId,status,notBefore,notAfter,revocationDueAt',
    );
  });

  it('is what a client has to prefer: JSON otherwise, and for problems', async () => {
    for (const accept of ['application/json', '*/*', 'text/csv;q=0.1, application/json']) {
      expect((await list(master, '', accept)).headers.get('content-type')).toMatch(/^application\/json/);
    }
    expectProblem(await list(plain, '', 'text/csv'), 'permission-denied', 403);
  });
});

describe('refused', () => {
  it('S-5 to everybody else, a holder of a certificate included', async () => {
    expectProblem(await list(plain), 'permission-denied', 403);
    expectProblem(await list(plain, `?userId=${plain.userId}`), 'permission-denied', 403);
    expectProblem(await call('GET', '/certificates'), 'unauthenticated', 401);
  });

  it.each([
    '?status=lost',
    '?status=',
    '?userId=1',
    '?expiringWithinDays=-1',
    '?expiringWithinDays=1.5',
    '?expiringWithinDays=9999',
    '?page=2',
  ])('R-6 for %s', async (query) => {
    const [error] = expectProblem(await list(master, query), 'invalid-request', 400);

    expect(error?.pointer).toMatch(/^\/query/);
  });
});
