import { beforeAll, describe, expect, test } from 'vitest';
import { call, expectProblem, local } from '../../support/api.ts';
import { certificateTenant, holder, identityOf, inventory, logInWith, ordered, pickUp } from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { type Invited, invitedPeople } from '../../support/invited-people.ts';
import { addedPerson, createGroup, type Person } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
});

async function invited(): Promise<Invited> {
  const [user] = await invitedPeople(master, groupId, 1);
  if (user === undefined) throw new Error('Nobody was invited');

  return user;
}

const certificatesOf = async ({ userId }: { userId: string }) =>
  (await inventory(master, `?userId=${userId}`)).certificates.map(({ serialNumber, status }) => ({ serialNumber, status }));

describe('hands out', () => {
  test('X-3 a PKCS#12 file that opens a TLS session and a login', async () => {
    const person = await addedPerson(master, groupId);
    const { status, body } = await pickUp(await ordered(master, person));

    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.fileName).toBe(`${person.userId}.p12`);
    const session = await logInWith(identityOf(body));
    expect(session.status, JSON.stringify(session.body)).toBe(201);
    const me = await call('GET', '/me', { token: session.body.token, identity: identityOf(body) });
    expect(me.body).toMatchObject({ userId: person.userId });
  });

  test('X-3 H-2 one certificate for an order, told by the inventory, the user, an event and the history', async () => {
    const user = await invited();
    const { headers, body } = await pickUp(user.order);
    const { serialNumber, notAfter } = body;

    expect(headers.get('cache-control')).toBe('no-store');
    expect(await certificatesOf(user)).toEqual([{ serialNumber, status: 'valid' }]);
    const { body: row } = await call('GET', `/users/${user.userId}`, { token: master.token });
    expect(row['certificate']).toEqual({ status: 'valid', expiresAt: notAfter });

    const { orderId } = user.order;
    const events = (await eventsOf(tenantId, 'certificate-issued')).filter(({ data }) => data['userId'] === user.userId);
    expect(events.map(({ data }) => data)).toEqual([{ serialNumber, userId: user.userId, kind: 'new', notAfter, orderId }]);
    const records = recordedOperations(tenantId).filter(({ userId }) => userId === user.userId);
    expect(records).toMatchObject([{ operation: 'pickUpCertificate', result: 'done', subjects: [orderId] }]);
    expect(JSON.stringify(await eventsOf(tenantId, 'certificate-issued'))).not.toContain(user.email);
  });

  test('X-5 a certificate of 365 days', async () => {
    const { body } = await pickUp((await invited()).order);
    const { now } = await local<{ now: string }>('GET', '/clock');
    const days = (Date.parse(body.notAfter) - Date.parse(now)) / (24 * 60 * 60 * 1000);

    expect(days).toBeCloseTo(365, 2);
    const [certificate] = (await inventory(master, '?status=valid')).certificates.filter(
      ({ serialNumber }) => serialNumber === body.serialNumber,
    );
    expect(certificate?.notAfter).toBe(body.notAfter);
  });

  test('R-3 whatever the Idempotency-Key says: the secret is answered once', async () => {
    const { order } = await invited();
    const headers = { 'idempotency-key': 'the-same' };
    const path = `/certificate-orders/${order.orderId}/pick-up`;
    const body = {
      token: order.token,
      acquisitionPassword: 'Wrong24w8Sora',
      acceptedTerms: '2026-04-01',
      keyProtectionPassword: 'Nagai-michi-2026',
    };

    expectProblem(await call('POST', path, { body, headers }), 'confirmation-failed', 403);
    const right = { ...body, acquisitionPassword: 'Kumo24w8Sora' };
    expect((await call('POST', path, { body: right, headers })).status).toBe(200);
    expectProblem(await call('POST', path, { body: right, headers }), 'wrong-state', 409);
  });
});

describe('ends the earlier certificate', () => {
  test('X-6 when another is ordered: at its pick-up and not before; at the next request, and at the authority', async () => {
    const person = await holder(master, await addedPerson(master, groupId));
    const order = await ordered(master, person);

    const before = await logInWith(person.identity);
    expect(before.status).toBe(201);
    const { body } = await pickUp(order);

    const session = await call('GET', '/me', { token: before.body.token, identity: person.identity });
    expect(session.status).toBe(401);
    expectProblem(await logInWith(person.identity), 'client-certificate-required', 403);
    expect((await logInWith(identityOf(body))).status).toBe(201);

    expect(await certificatesOf(person)).toEqual(
      expect.arrayContaining([
        { serialNumber: person.serialNumber, status: 'revoked' },
        { serialNumber: body.serialNumber, status: 'valid' },
      ]),
    );
    await settled();
    const revoked = await revokedSerials();
    expect(revoked).toContain(person.serialNumber);
    expect(revoked).not.toContain(body.serialNumber);
    const events = (await eventsOf(tenantId, 'certificate-revoked')).map(({ data }) => data);
    expect(events).toContainEqual({ serialNumber: person.serialNumber, userId: person.userId, reason: 'superseded' });
  });

  test('X-6 of the user alone: those of others go on', async () => {
    const [first, second] = await invitedPeople(master, groupId, 2);
    if (first === undefined || second === undefined) throw new Error('Nobody was invited');
    const [, kept] = [await pickUp(first.order), await pickUp(second.order)];

    await pickUp(await ordered(master, first));

    expect(await certificatesOf(second)).toEqual([{ serialNumber: kept.body.serialNumber, status: 'valid' }]);
    expect((await certificatesOf(first)).map(({ status }) => status).sort()).toEqual(['revoked', 'valid']);
  });
});
