import { createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../../support/api.ts';
import {
  certificateTenant,
  identityOf,
  KEY_PASSWORD,
  logInWith,
  type MailedOrder,
  ordered,
  parsed,
  pickUp,
} from '../../support/certificates.ts';
import { addedPerson, createGroup, type Person } from '../../support/people.ts';
import { fileWith, run } from '../../x509/tools.ts';

let master: Person;
let person: Person;

beforeAll(async () => {
  ({ master } = await certificateTenant());
  person = await addedPerson(master, await createGroup(master, '営業部'));
});

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What OpenSSL 3 shows of a PKCS#12 file, without -legacy. */
const opened = (pkcs12: string, ...args: readonly string[]) =>
  run('openssl', ['pkcs12', '-in', fileWith(Buffer.from(pkcs12, 'base64')), '-passin', `pass:${KEY_PASSWORD}`, ...args]);

describe.each([
  ['compatible', {}],
  ['compatible', { profile: 'compatible' }],
  ['modern', { profile: 'modern' }],
] as const)('X-3 a file of profile %s, asked for with %o', (profile, changes) => {
  test('opens in OpenSSL without -legacy and in Node: key, certificate and chain, and they log in', async () => {
    const { status, body } = await pickUp(await ordered(master, person), changes);
    expect(status, JSON.stringify(body)).toBe(200);

    const shown = opened(body.pkcs12, '-noenc');
    const [leaf, issuer] = (shown.match(CERTIFICATE) ?? []).map(parsed);
    expect(leaf?.serialNumber.toLowerCase()).toBe(body.serialNumber);
    expect(leaf?.subject).toContain(`CN=${person.userId}`);
    expect(leaf?.validToDate.toISOString()).toBe(body.notAfter);
    expect(issuer && leaf?.verify(issuer.publicKey)).toBe(true);
    expect(leaf?.checkPrivateKey(createPrivateKey(shown))).toBe(true);

    const session = await logInWith(identityOf(body));
    expect(session.status, JSON.stringify(session.body)).toBe(201);
    expect(session.body.user.userId).toBe(person.userId);
  });

  test('is encrypted as the profile says', async () => {
    const { body } = await pickUp(await ordered(master, person), changes);
    const file = fileWith(Buffer.from(body.pkcs12, 'base64'));
    const structure = run('openssl', ['asn1parse', '-inform', 'DER', '-in', file]);

    expect(structure).toContain(profile === 'modern' ? ':sha256' : ':sha1');
    const cipher = profile === 'modern' ? 'PBES2' : 'pbeWithSHA1And3-KeyTripleDES-CBC';
    expect(run('openssl', ['asn1parse', '-inform', 'DER', '-in', contentOf(file)])).toContain(cipher);
  });
});

/** The authenticated content of a PKCS#12 file (RFC 7292, section 4), in a file. */
function contentOf(file: string): string {
  const structure = run('openssl', ['asn1parse', '-inform', 'DER', '-in', file]);
  const [, offset = ''] = /^ *(\d+):d=3 .*OCTET STRING/m.exec(structure) ?? [];
  const out = fileWith('');
  run('openssl', ['asn1parse', '-inform', 'DER', '-in', file, '-strparse', offset, '-noout', '-out', out]);

  return out;
}

describe('X-3 a key protection password', () => {
  let order: MailedOrder;

  beforeAll(async () => {
    order = await ordered(master, person);
  });

  test.each([
    ['of 11 characters', 'Nagai-mich1', ['password-too-short']],
    ['of 65 characters', `Nagai${'-michi2'.repeat(10)}`.slice(0, 65), ['password-too-long']],
    ['without a digit', 'Nagai-michi-e', ['password-needs-digit']],
    ['without a letter', '2026-2026-2026', ['password-needs-letter']],
    ['with letters beyond ASCII', 'Nagai-道-2026', ['password-characters']],
    ['with a control character', 'Nagai\tmichi-2026', ['password-characters']],
  ])('%s is refused, and no try is spent', async (_, keyProtectionPassword, codes) => {
    const errors = expectProblem(await pickUp(order, { keyProtectionPassword }), 'rule-violation', 422);

    expect(errors.map(({ code }) => code).sort()).toEqual([...codes].sort());
    for (const { pointer } of errors) expect(pointer).toBe('/keyProtectionPassword');
  });

  test('of 12 or 64 printable ASCII characters is taken as it is, the file opens with it and with nothing else', async () => {
    const longest = `Aa1 "'\\$&;<>|%~{}[]()*?!#^=+,.:@/_\``.padEnd(64, 'Zz9');
    for (const keyProtectionPassword of ['Nagai-michi2', longest]) {
      const { status, body } = await pickUp(await ordered(master, person), { keyProtectionPassword });
      expect(status).toBe(200);

      const file = fileWith(Buffer.from(body.pkcs12, 'base64'));
      const shown = (password: string) => run('openssl', ['pkcs12', '-in', file, '-passin', 'stdin', '-nokeys'], password);
      expect(shown(keyProtectionPassword)).toMatch(CERTIFICATE);
      expect(() => shown(`${keyProtectionPassword}x`)).toThrow();
      expect(() => shown(keyProtectionPassword.toLowerCase())).toThrow();
    }
  });
});
