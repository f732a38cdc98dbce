import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { certificateRequest } from '../../functions/x509/certificate-request.ts';
import { newKeyPair } from '../../functions/x509/key-pair.ts';
import { certificatesOf } from '../../functions/x509/pem.ts';
import { pkcs12 } from '../../functions/x509/pkcs12.ts';
import { authority } from './authority.ts';
import { fileWith, printed, run } from './tools.ts';

const SUBJECT = { commonName: '3354648652', organization: '株式会社あおば商事' };
const FRIENDLY_NAME = '株式会社あおば商事 3354648652';

/** As long as a key protection password may be, with characters that shells and parsers trip over. */
const PASSWORD = `Kawa-31d6 "'\\$&;<>|%~{}[]()*?!#^=+,.:@/_`.padEnd(64, 'Zz9');

const issuers = { RSA: authority(), 'an elliptic curve': authority(['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']) };

/** What it takes to make a file, and what has to come out of it. */
async function material(algorithm: 'rsa-2048' | 'p-256', issuer = issuers.RSA) {
  const keys = await newKeyPair(algorithm);
  const certificate = issuer.issue(certificateRequest(keys, SUBJECT));

  return { privateKey: keys.privateKey, certificate, chain: issuer.certificate, password: PASSWORD, friendlyName: FRIENDLY_NAME };
}

function openssl(file: string, ...args: readonly string[]): string {
  return run('openssl', ['pkcs12', '-in', file, '-passin', 'stdin', ...args], PASSWORD);
}

const rsa = await material('rsa-2048');

describe.each(['compatible', 'modern'] as const)('X-3 a file of profile %s', (profile) => {
  it.each([
    ['OpenSSL 3', []],
    ['OpenSSL 3 with -legacy', ['-legacy']],
  ])('opens in %s, with key, certificate and chain', (_, args) => {
    const file = fileWith(pkcs12({ ...rsa, profile }));
    const shown = openssl(file, '-noenc', ...args);

    expect(certificatesOf(shown).map(({ fingerprint256 }) => fingerprint256)).toEqual(
      [rsa.certificate, rsa.chain].map((pem) => new X509Certificate(pem).fingerprint256),
    );
    expect(createPrivateKey(shown).equals(rsa.privateKey)).toBe(true);
  });

  it('ties key and certificate together, and names them', () => {
    const shown = openssl(fileWith(pkcs12({ ...rsa, profile, friendlyName: 'Aoba 3354648652' })), '-noenc');
    const id = new X509Certificate(rsa.certificate).fingerprint.replaceAll(':', ' ');

    expect(shown.match(/localKeyID: .*\S/g)).toEqual(Array(2).fill(`localKeyID: ${id}`));
    expect(shown.match(/friendlyName: .*/g)).toEqual(Array(2).fill('friendlyName: Aoba 3354648652'));
  });

  it('opens in Node for TLS, and only with its password', () => {
    const pfx = pkcs12({ ...rsa, profile });

    expect(() => createSecureContext({ pfx, passphrase: PASSWORD })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: `${PASSWORD.slice(0, -1)}8` })).toThrow('mac verify failure');
  });

  it.each([
    ['RSA', 'p-256'],
    ['an elliptic curve', 'rsa-2048'],
    ['an elliptic curve', 'p-256'],
  ] as const)('holds what an authority with %s issued for a key of %s', async (kind, algorithm) => {
    const made = await material(algorithm, issuers[kind]);
    const shown = openssl(fileWith(pkcs12({ ...made, profile })), '-noenc');

    expect(createPrivateKey(shown).equals(made.privateKey)).toBe(true);
    expect(certificatesOf(shown)).toHaveLength(2);
  });

  it('holds every certificate of a longer chain, in its order', () => {
    const chain = rsa.chain + issuers['an elliptic curve'].certificate;

    expect(certificatesOf(openssl(fileWith(pkcs12({ ...rsa, chain, profile })), '-nokeys')).map(({ raw }) => raw)).toEqual(
      certificatesOf(rsa.certificate + chain).map(({ raw }) => raw),
    );
  });

  it('is another one every time, for the same content', () => {
    expect(pkcs12({ ...rsa, profile })).not.toEqual(pkcs12({ ...rsa, profile }));
  });
});

describe('X-3 protects', () => {
  it.each([
    ['compatible', 'sha1', 'pbeWithSHA1And3-KeyTripleDES-CBC'],
    ['modern', 'sha256', 'PBES2, PBKDF2, AES-256-CBC'],
  ] as const)('a %s file with a MAC of %s, certificates and key with %s', (profile, hash, encryption) => {
    const file = fileWith(pkcs12({ ...rsa, profile }));
    const { stderr } = printed('openssl', ['pkcs12', '-in', file, '-passin', 'stdin', '-info', '-noout'], PASSWORD);

    expect(stderr).toContain(`MAC: ${hash},`);
    expect(stderr).toContain(`Encrypted data: ${encryption}, Iteration`);
    expect(stderr).toContain(`Shrouded Keybag: ${encryption}, Iteration`);
  });
});
