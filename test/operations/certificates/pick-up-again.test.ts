import { beforeAll, describe, expect, test } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import {
  certificateTenant,
  type Holder,
  holder,
  identityOf,
  inventory,
  logInWith,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { addedPeople, confirmation, createGroup, type Person } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

const AGAIN = { again: true };

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
});

async function nextPerson(): Promise<Person> {
  const [person] = await addedPeople(master, groupId, 1);
  if (person === undefined) throw new Error('Nobody was added');

  return person;
}

/** The next person, with a certificate. */
async function nextHolder(): Promise<Holder> {
  return holder(master, await nextPerson());
}

const statusesOf = async ({ userId }: Person) =>
  (await inventory(master, `?userId=${userId}`)).certificates.map(({ serialNumber, status }) => ({ serialNumber, status }));

describe('a pick-up again', () => {
  test('X-3 hands out another key and certificate in the asked profile; the earlier one is refused and revoked', async () => {
    const person = await nextHolder();
    const session = await logInWith(person.identity);
    const { status, body } = await pickUp(person.order, { ...AGAIN, profile: 'modern' });

    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.serialNumber).not.toBe(person.serialNumber);
    expect((await logInWith(identityOf(body))).status).toBe(201);
    expectProblem(await logInWith(person.identity), 'client-certificate-required', 403);
    const me = await call('GET', '/me', { token: session.body.token, identity: person.identity });
    expect(me.status).toBe(401);

    expect(await statusesOf(person)).toEqual(
      expect.arrayContaining([
        { serialNumber: person.serialNumber, status: 'revoked' },
        { serialNumber: body.serialNumber, status: 'valid' },
      ]),
    );
    await settled();
    expect(await revokedSerials()).toContain(person.serialNumber);
    expect(await revokedSerials()).not.toContain(body.serialNumber);
    const events = (await eventsOf(tenantId, 'certificate-revoked')).map(({ data }) => data);
    expect(events).toContainEqual({ serialNumber: person.serialNumber, userId: person.userId, reason: 'superseded' });
  });

  test('X-3 serves more than once, and needs the acquisition password each time; 5 wrong ones end it', async () => {
    const person = await nextHolder();

    for (let time = 1; time <= 4; time++) {
      expectProblem(await pickUp(person.order, { ...AGAIN, acquisitionPassword: 'Wrong24w8Sora' }), 'confirmation-failed', 403);
    }
    expect((await pickUp(person.order, AGAIN)).status).toBe(200);
    const last = await pickUp(person.order, AGAIN);
    expect(last.status).toBe(200);

    expect((await statusesOf(person)).filter(({ status }) => status === 'valid')).toEqual([
      { serialNumber: last.body.serialNumber, status: 'valid' },
    ]);
    for (let time = 1; time <= 5; time++) await pickUp(person.order, { ...AGAIN, acquisitionPassword: 'Wrong24w8Sora' });
    expectProblem(await pickUp(person.order, AGAIN), 'wrong-state', 409);
  });

  test('X-3 before there was a first one is a first one', async () => {
    const person = await nextPerson();

    expect((await pickUp(await ordered(master, person), AGAIN)).status).toBe(200);
    expect(await statusesOf(person)).toMatchObject([{ status: 'valid' }]);
  });
});

describe('no pick-up again', () => {
  test('X-12 once another order has voided it: the later certificate stays', async () => {
    const person = await nextHolder();
    const later = await ordered(master, person);
    expectProblem(await pickUp(person.order, AGAIN), 'wrong-state', 409);

    const { body } = await pickUp(later);
    expectProblem(await pickUp(person.order, AGAIN), 'wrong-state', 409);
    expect(await statusesOf(person)).toContainEqual({ serialNumber: body.serialNumber, status: 'valid' });
  });

  test('X-11 once the certificate was revoked with its device', async () => {
    const person = await nextHolder();
    const body = { confirmation: await confirmation(master, 'revokeCertificate') };
    const revoked = await call('POST', `/certificates/${person.serialNumber}/revocation`, { token: master.token, body });
    expect(revoked.status, JSON.stringify(revoked.body)).toBe(202);

    expectProblem(await pickUp(person.order, AGAIN), 'wrong-state', 409);
    expect(await statusesOf(person)).toEqual([{ serialNumber: person.serialNumber, status: 'revoked' }]);
  });

  // Moves the clock: comes last.
  test('X-3 more than 24 hours after the first one, however late the last one was', async () => {
    const person = await nextHolder();
    await advanceClock('PT23H59M');
    const { status, body } = await pickUp(person.order, AGAIN);
    expect(status).toBe(200);

    await advanceClock('PT2M');
    expectProblem(await pickUp(person.order, AGAIN), 'wrong-state', 409);
    expect((await logInWith(identityOf(body))).status).toBe(201);
  });
});
