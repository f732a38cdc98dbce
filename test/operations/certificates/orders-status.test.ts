import { beforeAll, expect, test } from 'vitest';
import { call } from '../../support/api.ts';
import { cancelCertificates, subscribeCertificates } from '../../support/certificate-service.ts';
import { certificateTenant, ordered, pickUp } from '../../support/certificates.ts';
import { type Invited, invitedPeople } from '../../support/invited-people.ts';
import { confirmation, createGroup, type Person } from '../../support/people.ts';

type Certificate = { status: string; expiresAt?: string };

let master: Person;
let people: Invited[];

beforeAll(async () => {
  ({ master } = await certificateTenant());
  people = await invitedPeople(master, await createGroup(master, '営業部'), 4);
});

/** The status of a user, which the list and the user alone have to tell alike. */
async function certificateOf({ userId }: { userId: string }): Promise<Certificate> {
  const { token } = master;
  const { body } = await call<{ certificate: Certificate }>('GET', `/users/${userId}`, { token });
  const list = await call<{ users: { userId: string; certificate: Certificate }[] }>('GET', '/users', { token });
  expect(list.body.users.find((user) => user.userId === userId)?.certificate).toEqual(body.certificate);

  return body.certificate;
}

async function confirmed(path: string, operation: string): Promise<void> {
  const body = { confirmation: await confirmation(master, operation) };
  const { status } = await call('POST', path, { token: master.token, body });
  expect(status).toBe(202);
}

// One story: each test goes on from where the one before it ended.
test('U-1 without an order there is nothing; with one it is ordered, and valid once it was picked up', async () => {
  const [first] = people as [Invited];
  expect(await certificateOf(master)).toEqual({ status: 'none' });
  expect((await certificateOf(first)).status).toBe('ordered');

  const { body } = await pickUp(first.order);
  expect(await certificateOf(first)).toEqual({ status: 'valid', expiresAt: body.notAfter });

  await ordered(master, first);
  expect(await certificateOf(first)).toEqual({ status: 'valid', expiresAt: body.notAfter });
});

test('U-1 X-11 revoked, until another one is ordered', async () => {
  const [, second] = people as [Invited, Invited];
  const { body } = await pickUp(second.order);
  await confirmed(`/certificates/${body.serialNumber}/revocation`, 'revokeCertificate');
  expect(await certificateOf(second)).toEqual({ status: 'revoked', expiresAt: body.notAfter });

  const order = await ordered(master, second);
  expect((await certificateOf(second)).status).toBe('ordered');
  expect((await pickUp(order)).status).toBe(200);
  expect((await certificateOf(second)).status).toBe('valid');
});

test('U-1 S-7 S-8 its revocation is scheduled while the service is cancelled; what was ordered is no more', async () => {
  const [first, , third] = people as [Invited, Invited, Invited];
  expect((await cancelCertificates(master)).status).toBe(202);
  expect((await certificateOf(first)).status).toBe('revocation-scheduled');
  expect(await certificateOf(third)).toEqual({ status: 'none' });

  expect((await subscribeCertificates(master)).status).toBe(201);
  expect((await certificateOf(first)).status).toBe('revocation-scheduled');
  expect(await certificateOf(third)).toEqual({ status: 'none' });

  const { body } = await pickUp(await ordered(master, first));
  expect(await certificateOf(first)).toEqual({ status: 'valid', expiresAt: body.notAfter });
});
