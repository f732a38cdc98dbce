import { beforeAll, describe, expect, test } from 'vitest';
import { advanceClock, advanceClockTo, call, local } from '../../support/api.ts';
import {
  CERTIFICATE_TERMS,
  certificateTenant,
  type Holder,
  holder,
  inventory,
  logInWith,
  mailedOrder,
  ordered,
} from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { addedPerson, confirmation, createGroup, loggedInAgain, type Person } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

// The end of the certificate service: by business days, with a new application in between, while functions die at every step.

const REVOKED = /電子証明書が失効しました/;

const DEATHS = [
  { operation: 'closeOrders', service: 'dynamodb', action: 'Query' },
  { operation: 'closeOrders', service: 'dynamodb', action: 'TransactWriteItems' },
  { operation: 'revokeCertificates', service: 'dynamodb', action: 'Query' },
  { operation: 'revokeCertificates', service: 'dynamodb', action: 'PutItem' },
  { operation: 'revokeCertificates', service: 'acm-pca', action: 'RevokeCertificate' },
  { operation: 'revokeCertificates', service: 'dynamodb', action: 'BatchGetItem' },
  { operation: 'revokeCertificates', service: 'dynamodb', action: 'TransactWriteItems' },
].flatMap((call) => (['crash-before', 'crash-after'] as const).map((fault) => ({ ...call, fault, count: 1 })));

let tenantId: string;
let master: Holder;
let person: Holder;
let latecomer: Person;

/** Moves the clock on to a time in Tokyo of a day of the week, 0 = Sunday. */
async function untilWeekday(day: number, hour: number): Promise<void> {
  const { now } = await local<{ now: string }>('GET', '/clock');
  const tokyo = new Date(Date.parse(now) + 9 * 3_600_000);
  const days = (day - tokyo.getUTCDay() + 7) % 7 || 7;
  const midnight = Date.UTC(tokyo.getUTCFullYear(), tokyo.getUTCMonth(), tokyo.getUTCDate() + days);

  await advanceClockTo(new Date(Date.parse(now) + midnight + hour * 3_600_000 - tokyo.getTime()));
}

beforeAll(async () => {
  const tenant = await certificateTenant();
  ({ tenantId } = tenant);
  const groupId = await createGroup(tenant.master, '照会');
  const added = [await addedPerson(tenant.master, groupId), await addedPerson(tenant.master, groupId)];
  // Five days with the same people: so that the third business day is never far.
  await untilWeekday(1, 12);
  const actor = await loggedInAgain(tenant.master);
  master = { ...(await holder(actor, actor)), token: actor.token };
  person = await holder(actor, await loggedInAgain(added[0] as Person));
  latecomer = added[1] as Person;
  await ordered(actor, latecomer);
});

describe('cancelling the certificate service', () => {
  let due: string;

  test('S-6 takes effect at once, and closes the open orders once, whatever dies', async () => {
    for (const death of DEATHS.filter(({ operation }) => operation === 'closeOrders')) await local('POST', '/faults', death);

    const body = { confirmation: await confirmation(master, 'cancelCertificates') };
    const cancelled = await call<{ revocationDueAt: string }>('POST', '/subscription/certificates/cancellation', {
      token: master.token,
      body,
    });
    due = cancelled.body.revocationDueAt;
    expect(cancelled.status).toBe(202);
    await advanceClock('PT1H');

    expect((await inventory(await loggedInAgain(master))).orders.map(({ status }) => status).toSorted()).toEqual([
      'cancelled',
      'picked-up',
      'picked-up',
    ]);
    expect(await eventsOf(tenantId, 'certificate-order-cancelled')).toMatchObject([
      { data: { userId: latecomer.userId, reason: 'service-cancelled' } },
    ]);
  });

  test('S-7 until then certificates are scheduled, and their holders log in with them', async () => {
    expect((await inventory(await loggedInAgain(master))).certificates).toMatchObject([
      { status: 'revocation-scheduled', revocationDueAt: due },
      { status: 'revocation-scheduled', revocationDueAt: due },
    ]);
    expect((await logInWith(person.identity)).status).toBe(201);
  });

  test('S-8 a new application in between knows nothing of them', async () => {
    const actor = await loggedInAgain(master);
    const body = { acceptedTerms: CERTIFICATE_TERMS, confirmation: await confirmation(actor, 'subscribeCertificates') };
    const applied = await call('POST', '/subscription/certificates', { token: actor.token, body });

    expect(applied.status).toBe(201);
    expect(applied.body).toMatchObject({ certificates: { status: 'active', revocationDueAt: due } });
    await ordered(actor, latecomer);
    expect((await mailedOrder(latecomer.email)).orderId).not.toBe('');
  });

  test('S-7 by the end of the third business day they are revoked, once each and told once, whatever dies', async () => {
    for (const death of DEATHS.filter(({ operation }) => operation !== 'closeOrders')) await local('POST', '/faults', death);
    await advanceClockTo(new Date(due));
    await settled();
    expect((await local<{ faults: unknown[] }>('GET', '/faults')).faults, 'every death has happened').toEqual([]);

    expect(await revokedSerials()).toEqual(expect.arrayContaining([master.serialNumber, person.serialNumber]));
    expect((await logInWith(person.identity)).status).toBe(403);
    const revoked = await eventsOf(tenantId, 'certificate-revoked');
    expect(revoked.map(({ data }) => data['serialNumber']).toSorted()).toEqual(
      [master.serialNumber, person.serialNumber].toSorted(),
    );
    for (const { email } of [master, person]) {
      expect((await distinctMailTo(email)).filter(({ subject }) => REVOKED.test(subject))).toHaveLength(1);
    }
  });

  test('S-8 nothing of the new service is touched, and the subscription knows of no revocation any more', async () => {
    const actor = await loggedInAgain(master);
    const { body } = await call('GET', '/subscription', { token: actor.token });

    expect(body['certificates']).toEqual({ status: 'active' });
    expect((await inventory(actor)).orders.filter(({ status }) => status === 'open')).toHaveLength(1);
    expect((await holder(actor, latecomer)).serialNumber).not.toBe('');
  });
});
