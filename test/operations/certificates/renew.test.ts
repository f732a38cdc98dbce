import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificateRequest } from '../../../functions/x509/certificate-request.ts';
import { newKeyPair } from '../../../functions/x509/key-pair.ts';
import { type ClientIdentity, call, expectProblem } from '../../support/api.ts';
import { cancelCertificates, renew, revoke, subscribeCertificates } from '../../support/certificate-service.ts';
import {
  CERTIFICATE_TERMS,
  certificateTenant,
  type Holder,
  holder,
  identityOf,
  inventory,
  KEY_PASSWORD,
  logInWith,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { mailTo } from '../../support/mailbox.ts';
import { addedPerson, createGroup, type Person } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  const tenant = await certificateTenant();
  ({ tenantId, master } = tenant);
  groupId = await createGroup(master, '経理');
});

const newHolder = async (): Promise<Holder> => holder(master, await addedPerson(master, groupId));
const own = async ({ userId }: Person, query = '') => (await inventory(master, `?userId=${userId}${query}`)).certificates;
const serials = async (person: Person, status: string) =>
  (await own(person, `&status=${status}`)).map(({ serialNumber }) => serialNumber);

describe('renewed', () => {
  it('X-8 by client authentication alone, without a session: told, mailed and recorded', async () => {
    const person = await newHolder();
    const mails = (await mailTo(person.email)).length;

    const { status, body, headers } = await renew(person.identity);

    expect([status, body.fileName]).toEqual([200, `${person.userId}.p12`]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await logInWith(identityOf(body))).body.user.userId).toBe(person.userId);
    expect(await eventsOf(tenantId, 'certificate-issued')).toContainEqual(
      expect.objectContaining({
        data: { serialNumber: body.serialNumber, userId: person.userId, kind: 'renewal', notAfter: body.notAfter },
      }),
    );
    expect((await mailTo(person.email)).length).toBeGreaterThan(mails);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'renewCertificate', userId: person.userId, subjects: [person.serialNumber] }),
    );
  });

  it('X-9 X-10 the old one stays valid until the new one is first used; then it is superseded, on the CRL', async () => {
    const person = await newHolder();
    const { token } = (await logInWith(person.identity)).body;
    const { serialNumber, ...file } = (await renew(person.identity)).body;
    const [before, after] = [person.identity, identityOf(file)];
    await settled();

    // Both are good: the old one still logs in, and its sessions go on.
    expect(new Set(await serials(person, 'valid'))).toEqual(new Set([person.serialNumber, serialNumber]));
    expect((await logInWith(before)).status).toBe(201);
    expect((await call('GET', '/me', { token, identity: before })).status).toBe(200);
    expect(await revokedSerials()).not.toContain(person.serialNumber);

    // A failed login is no use.
    expectProblem(await logInWith(after, { password: 'Wrong-99x' }), 'authentication-failed', 401);
    expect((await logInWith(before)).status).toBe(201);

    expect((await logInWith(after)).status).toBe(201);

    expectProblem(await logInWith(before), 'client-certificate-required', 403);
    expectProblem(await call('GET', '/me', { token, identity: before }), 'unauthenticated', 401);
    await settled();
    expect(await serials(person, 'valid')).toEqual([serialNumber]);
    expect(await revokedSerials()).toContain(person.serialNumber);
    expect(await revokedSerials()).not.toContain(serialNumber);
    const revoked = (await eventsOf(tenantId, 'certificate-revoked')).filter(({ data }) => data['userId'] === person.userId);
    expect(revoked.map(({ data }) => data)).toEqual([
      { serialNumber: person.serialNumber, userId: person.userId, reason: 'superseded' },
    ]);

    // Once is enough: using it again revokes nothing.
    expect((await logInWith(after)).status).toBe(201);
    await settled();
    expect(await serials(person, 'revoked')).toEqual([person.serialNumber]);
  });

  it('X-9 by two first logins at the same time the old one is revoked once', async () => {
    const person = await newHolder();
    const identity = identityOf((await renew(person.identity)).body);

    const logins = await Promise.all([logInWith(identity), logInWith(identity)]);

    expect(logins.map(({ status }) => status)).toEqual([201, 201]);
    const revoked = await eventsOf(tenantId, 'certificate-revoked');
    expect(revoked.filter(({ data }) => data['userId'] === person.userId)).toHaveLength(1);
  });

  it('X-9 renewing the renewal is a use of it', async () => {
    const person = await newHolder();
    const second = (await renew(person.identity)).body;
    const third = (await renew(identityOf(second))).body;

    expectProblem(await logInWith(person.identity), 'client-certificate-required', 403);
    expect((await logInWith(identityOf(second))).status).toBe(201);
    expect((await logInWith(identityOf(third))).status).toBe(201);
    expectProblem(await logInWith(identityOf(second)), 'client-certificate-required', 403);
  });

  it('X-8 `again` gives up the first renewal, which is revoked', async () => {
    const person = await newHolder();
    const first = (await renew(person.identity)).body;
    expectProblem(await renew(person.identity), 'wrong-state', 409);

    const second = await renew(person.identity, { again: true });

    expect(second.status).toBe(200);
    expectProblem(await logInWith(identityOf(first)), 'client-certificate-required', 403);
    expect((await logInWith(person.identity)).status).toBe(201);
    await settled();
    expect(await serials(person, 'revoked')).toEqual([first.serialNumber]);
    expect(await revokedSerials()).toContain(first.serialNumber);

    expect((await logInWith(identityOf(second.body))).status).toBe(201);
    expectProblem(await renew(person.identity, { again: true }), 'client-certificate-required', 403);
  });

  it('X-4 X-5 with a CSR: the certificate and chain for that key, under our subject', async () => {
    const person = await newHolder();
    const pair = await newKeyPair('p-256');
    const csr = certificateRequest(pair, { commonName: '0000000000', organization: 'Somebody else' });

    const { status, body } = await renew(person.identity, { keyProtectionPassword: undefined, csr });

    expect(status).toBe(200);
    const certificate = new X509Certificate(body.certificate);
    expect(certificate.publicKey.equals(pair.publicKey)).toBe(true);
    expect(certificate.toLegacyObject().subject).toEqual({ CN: person.userId, O: 'アオバ商事株式会社' });
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const identity: ClientIdentity = { key, cert: body.certificate };
    expect((await logInWith(identity)).body.user.userId).toBe(person.userId);
  });

  it('X-8 while a new order is open: the order stays, and supersedes both when it is picked up', async () => {
    const person = await newHolder();
    const order = await ordered(master, person);
    const renewal = (await renew(person.identity)).body;

    const picked = await pickUp(order);

    expect(picked.status).toBe(200);
    expect(await serials(person, 'valid')).toEqual([picked.body.serialNumber]);
    expectProblem(await logInWith(identityOf(renewal)), 'client-certificate-required', 403);
  });

  it('X-8 only once by two requests at the same time', async () => {
    const person = await newHolder();

    const answers = await Promise.all([renew(person.identity), renew(person.identity)]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await serials(person, 'valid')).toHaveLength(2);
  });
});

const BODY = { acceptedTerms: CERTIFICATE_TERMS, keyProtectionPassword: KEY_PASSWORD };

describe('refused', () => {
  it('X-8 without a certificate, on either host, whatever session there is', async () => {
    expectProblem(
      await call('POST', '/certificate-renewals', { token: master.token, body: BODY }),
      'client-certificate-required',
      403,
    );
    expect((await renew('none')).status).toBe(403);
  });

  it('X-10 with a revoked one', async () => {
    const person = await newHolder();
    await revoke(master, person.serialNumber);

    expectProblem(await renew(person.identity), 'client-certificate-required', 403);
  });

  it('X-3 X-4 for other terms, a weak password, no request at all, both ways at once or an unknown one; the old one is untouched', async () => {
    const person = await newHolder();
    const wrong = async (changes: object) => renew(person.identity, changes);

    expectProblem(await wrong({ acceptedTerms: '1999-01-01' }), 'terms-outdated', 409);
    expect(expectProblem(await wrong({ keyProtectionPassword: 'short' }), 'rule-violation', 422)).toMatchObject([
      { pointer: '/keyProtectionPassword' },
      { pointer: '/keyProtectionPassword' },
    ]);
    expect(
      expectProblem(await wrong({ keyProtectionPassword: undefined, csr: 'no request' }), 'rule-violation', 422),
    ).toMatchObject([{ pointer: '/csr' }]);
    expectProblem(await wrong({ csr: 'no request' }), 'invalid-request', 400);
    expectProblem(await wrong({ keyProtectionPassword: undefined }), 'invalid-request', 400);
    expectProblem(await wrong({ token: 'x', acquisitionPassword: 'Kumo24w8Sora' }), 'invalid-request', 400);
    expect(await own(person)).toMatchObject([{ serialNumber: person.serialNumber, status: 'valid' }]);
    expect((await renew(person.identity)).status).toBe(200);
  });

  it('S-6 S-7 S-8 once the service is cancelled, though the certificate still logs in', async () => {
    const tenant = await certificateTenant();
    const person = await holder(tenant.master, tenant.master);
    await cancelCertificates(person);

    expectProblem(await renew(person.identity), 'certificate-service-inactive', 409);
    expect((await logInWith(person.identity)).status).toBe(201);

    // S-8: of an earlier service than the one applied for since.
    expect((await subscribeCertificates(person)).status).toBe(201);
    expectProblem(await renew(person.identity), 'wrong-state', 409);
  });
});
