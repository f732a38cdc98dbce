import { beforeAll, describe, expect, test } from 'vitest';
import { advanceClockTo, call, local } from '../../support/api.ts';
import {
  CERTIFICATE_TERMS,
  certificateTenant,
  type Holder,
  holder,
  identityOf,
  inventory,
  KEY_PASSWORD,
  logInWith,
  type PickedUp,
} from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { mailTo } from '../../support/mailbox.ts';
import { confirmation, loggedInAgain, type Person } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

// From the order to the revocation, as users live through it: a year by the local clock.

const REMINDER = /電子証明書の更新のお願い/;
const DAY_MS = 24 * 60 * 60 * 1000;

let tenantId: string;
let master: Person;
let first: Holder;
let notAfter: string;
let second: PickedUp;

const reminders = async () => (await mailTo(master.email)).filter(({ subject }) => REMINDER.test(subject));
const linkOf = (text = '') => /\/certificates\/\w+#token=\S+/.exec(text)?.[0];
const statusOf = async (serial: string) =>
  (await inventory(await loggedInAgain(master), '')).certificates.find(({ serialNumber }) => serialNumber === serial)?.status;

/** Moves the clock on until so many days are left: whatever was due a day earlier has happened in the morning between. */
async function untilDaysAreLeft(days: number): Promise<void> {
  await advanceClockTo(new Date(Date.parse(notAfter) - days * DAY_MS));
}

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  first = await holder(master, master);
  notAfter = (await inventory(master)).certificates[0]?.notAfter ?? '';
});

describe('the year of a certificate', () => {
  test('X-5 it is valid for 365 days', async () => {
    const { now } = await local<{ now: string }>('GET', '/clock');

    expect(Math.round((Date.parse(notAfter) - Date.parse(now)) / DAY_MS)).toBe(365);
  });

  test('X-7 nothing is mailed before the 30 days', async () => {
    await untilDaysAreLeft(31);

    expect(await reminders()).toHaveLength(0);
  });

  test('X-7 the first reminder opens a renewal order; a later one shares it', async () => {
    await untilDaysAreLeft(29);
    const [earlier] = await reminders();
    await untilDaysAreLeft(13);
    const sent = await reminders();

    expect(sent).toHaveLength(2);
    expect(linkOf(sent[0]?.text)).toBe(linkOf(earlier?.text));
    expect(sent[0]?.text).toContain('/certificates/renewal');
    expect((await inventory(await loggedInAgain(master))).orders).toMatchObject([
      { kind: 'new', status: 'picked-up' },
      { kind: 'renewal', status: 'open', expiresAt: notAfter },
    ]);
    expect((await eventsOf(tenantId, 'certificate-expiring')).map(({ data }) => data['days'])).toEqual([14, 30]);
  });

  test('X-8 it is renewed by itself, without a session and without a password of old', async () => {
    const renewed = await call<PickedUp>('POST', '/certificate-renewals', {
      identity: first.identity,
      body: { acceptedTerms: CERTIFICATE_TERMS, keyProtectionPassword: KEY_PASSWORD },
    });
    second = renewed.body;

    expect(renewed.status, JSON.stringify(second)).toBe(200);
    expect(second.serialNumber).not.toBe(first.serialNumber);
  });

  test('X-9 both work until the new one is first used; then the old one is revoked', async () => {
    expect((await logInWith(first.identity)).status).toBe(201);
    expect((await logInWith(identityOf(second))).status).toBe(201);

    expect((await logInWith(first.identity)).status).toBe(403);
    await settled();
    expect(await revokedSerials()).toContain(first.serialNumber);
    expect(await revokedSerials()).not.toContain(second.serialNumber);
    expect(await statusOf(first.serialNumber)).toBe('revoked');
  });

  test('X-7 who has renewed is reminded no more', async () => {
    await untilDaysAreLeft(0.5);

    expect(await reminders()).toHaveLength(2);
  });

  test('X-10 the renewed one outlives the old one, and is refused once it is revoked', async () => {
    await untilDaysAreLeft(-1);
    expect((await logInWith(identityOf(second))).status).toBe(201);

    const person = await loggedInAgain(master);
    const path = `/certificates/${second.serialNumber}/revocation`;
    const body = { confirmation: await confirmation(person, 'revokeCertificate') };
    expect((await call('POST', path, { token: person.token, body })).status).toBe(202);

    expect((await logInWith(identityOf(second))).status).toBe(403);
    await settled();
    expect(await revokedSerials()).toContain(second.serialNumber);
  });
});
