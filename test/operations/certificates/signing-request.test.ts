import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, expectProblem, local } from '../../support/api.ts';
import {
  ACQUISITION_PASSWORD,
  CERTIFICATE_TERMS,
  certificateTenant,
  inventory,
  logInWith,
  type MailedOrder,
  ordered,
  parsed,
  pickUp,
} from '../../support/certificates.ts';
import { type Invited, invitedPeople } from '../../support/invited-people.ts';
import { localRun } from '../../support/local-run.ts';
import { addedPerson, createGroup, type Person } from '../../support/people.ts';
import { fileWith, run, scratch } from '../../x509/tools.ts';

const NAME = 'Aoba Trading';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const P256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

let master: Person;
let groupId: string;
let user: Invited;

beforeAll(async () => {
  ({ master } = await certificateTenant({ name: NAME }));
  groupId = await createGroup(master, '営業部');
  [user] = (await invitedPeople(master, groupId, 1)) as [Invited];
});

/** A key of a device, and the request for it, as OpenSSL makes them; it wishes for another name. */
function requested(...args: readonly string[]): { csr: string; key: string } {
  const folder = scratch();
  run('openssl', [
    'req',
    '-new',
    '-nodes',
    '-subj',
    '/CN=1000000000/O=Other/C=JP',
    '-keyout',
    `${folder}/key`,
    '-out',
    `${folder}/csr`,
    ...args,
  ]);

  return { csr: run('openssl', ['req', '-in', `${folder}/csr`]), key: run('openssl', ['pkey', '-in', `${folder}/key`]) };
}

/** Picks up with a request in place of the key protection password. */
const pickUpWith = ({ orderId, token }: MailedOrder, csr: string, changes: object = {}) =>
  call<{ serialNumber: string; notAfter: string; certificate: string; chain: string }>(
    'POST',
    `/certificate-orders/${orderId}/pick-up`,
    { body: { token, acquisitionPassword: ACQUISITION_PASSWORD, acceptedTerms: CERTIFICATE_TERMS, csr, ...changes } },
  );

describe('certifies', () => {
  test.each([
    ['RSA of 2,048 bits', ['-newkey', 'rsa:2048']],
    ['P-256', P256],
    ['P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha384']],
  ])('X-4 X-5 a key of the device: %s; with our name for it, for clients only', async (_, args) => {
    const { order, userId } = (await invitedPeople(master, groupId, 1))[0] ?? user;
    const { csr, key } = requested(...args);
    const { status, body } = await pickUpWith(order, csr);

    expect(status, JSON.stringify(body)).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['certificate', 'chain', 'notAfter', 'serialNumber']);
    const leaf = parsed(body.certificate);
    expect(leaf.publicKey.export({ type: 'spki', format: 'pem' })).toBe(run('openssl', ['pkey', '-pubout'], key));
    expect(leaf.subject.split('\n').sort()).toEqual([`CN=${userId}`, `O=${NAME}`]);
    expect(leaf.subjectAltName).toBeUndefined();
    expect(leaf.keyUsage).toEqual([CLIENT_AUTH]);
    expect(leaf.ca).toBe(false);
    expect(leaf.serialNumber.toLowerCase()).toBe(body.serialNumber);
    expect(leaf.validToDate.toISOString()).toBe(body.notAfter);
  });

  test('X-4 X-5 so that OpenSSL verifies the chain and the revocation list, and the key opens a login', async () => {
    const person = await addedPerson(master, groupId);
    const { csr, key } = requested(...P256);
    const { body } = await pickUpWith(await ordered(master, person), csr);

    const root = fileWith(body.chain);
    const list = await fetch(`${localRun().url}/_local/crl`);
    const der = fileWith(new Uint8Array(await list.arrayBuffer()));
    const crl = fileWith(run('openssl', ['crl', '-inform', 'DER', '-in', der]));
    const { now } = await local<{ now: string }>('GET', '/clock');
    const checks = [
      '-attime',
      String(Math.ceil(Date.parse(now) / 1000)),
      '-purpose',
      'sslclient',
      '-crl_check',
      '-CRLfile',
      crl,
      '-CAfile',
      root,
    ];
    expect(run('openssl', ['verify', ...checks, fileWith(body.certificate)])).toContain('OK');

    const session = await logInWith({ key, cert: `${body.certificate}${body.chain}` });
    expect(session.status, JSON.stringify(session.body)).toBe(201);
    expect(session.body.user.userId).toBe(person.userId);
    expect(new X509Certificate(body.chain).ca).toBe(true);
  });

  test('X-4 X-3 again, for another key, and the earlier certificate ends', async () => {
    const { order, userId } = (await invitedPeople(master, groupId, 1))[0] ?? user;
    const first = await pickUpWith(order, requested(...P256).csr);
    expectProblem(await pickUpWith(order, requested(...P256).csr), 'wrong-state', 409);
    const second = await pickUpWith(order, requested(...P256).csr, { again: true });

    expect(second.status).toBe(200);
    const { certificates } = await inventory(master, `?userId=${userId}`);
    expect(certificates.find(({ serialNumber }) => serialNumber === first.body.serialNumber)?.status).toBe('revoked');
    expect(certificates.find(({ serialNumber }) => serialNumber === second.body.serialNumber)?.status).toBe('valid');
  });
});

describe('refuses, and the order stays open', () => {
  const good = requested(...P256).csr;
  const inner = good.replaceAll(/-----.*-----\n/g, '').replaceAll('\n', '');
  const forged = Buffer.from(inner, 'base64');
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;

  test.each([
    ['RSA of 1,024 bits', requested('-newkey', 'rsa:1024').csr, 'csr-key-not-accepted'],
    ['P-521', requested('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521').csr, 'csr-key-not-accepted'],
    ['a signature with SHA-1', requested(...P256, '-sha1').csr, 'csr-signature-algorithm'],
    ['another name', requested(...P256, '-addext', 'subjectAltName=DNS:bank.example').csr, 'csr-asks-for-extensions'],
    ['CA:TRUE', requested(...P256, '-addext', 'basicConstraints=critical,CA:TRUE').csr, 'csr-asks-for-extensions'],
    ['a key usage', requested(...P256, '-addext', 'keyUsage=keyCertSign').csr, 'csr-asks-for-extensions'],
    ['another purpose', requested(...P256, '-addext', 'extendedKeyUsage=serverAuth').csr, 'csr-asks-for-extensions'],
    ['a signature that is wrong', pem(forged.toString('base64')), 'csr-signature-wrong'],
    ['a request that ends early', pem(inner.slice(0, 80)), 'csr-malformed'],
    ['no request at all', 'hello', 'csr-malformed'],
    ['a certificate', good.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'), 'csr-malformed'],
    ['two requests', `${good}${good}`, 'csr-malformed'],
  ])('X-4 %s', async (_, csr, code) => {
    const answer = await pickUpWith(user.order, csr);

    expect(expectProblem(answer, 'rule-violation', 422)).toMatchObject([{ pointer: '/csr', code }]);
    expect((await inventory(master, `?userId=${user.userId}`)).orders).toMatchObject([{ status: 'open' }]);
  });

  test('R-6 a request of more than 16 KB, and a body of more than 64 KB', async () => {
    const large = await pickUpWith(user.order, good.padEnd(16_385));
    expect(expectProblem(large, 'invalid-request', 400)).toMatchObject([{ pointer: '/csr', code: 'too-big' }]);

    expectProblem(await pickUpWith(user.order, 'A'.repeat(65 * 1024)), 'too-large', 413);
    expectProblem(await pickUpWith(user.order, 'A'.repeat(1024 * 1024)), 'too-large', 413);
  });

  test('X-4 together with a key protection password: it is one or the other', async () => {
    const errors = expectProblem(await pickUp(user.order, { csr: good }), 'invalid-request', 400);

    expect(errors).toMatchObject([{ code: 'unknown-field' }]);
  });

  test('X-4 before a try is spent: five of them lock nothing', async () => {
    for (let time = 1; time <= 5; time++) {
      expectProblem(await pickUpWith(user.order, 'hello', { acquisitionPassword: 'Wrong24w8Sora' }), 'rule-violation', 422);
    }

    expect((await pickUpWith(user.order, good)).status).toBe(200);
  });
});

function pem(base64: string): string {
  return `-----BEGIN CERTIFICATE REQUEST-----\n${base64}\n-----END CERTIFICATE REQUEST-----\n`;
}
