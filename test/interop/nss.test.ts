import { describe, expect, it } from 'vitest';
import { certificateRequest } from '../../functions/x509/certificate-request.ts';
import { newKeyPair } from '../../functions/x509/key-pair.ts';
import { pkcs12 } from '../../functions/x509/pkcs12.ts';
import { authority } from '../x509/authority.ts';
import { fileWith, run, scratch } from '../x509/tools.ts';

// NSS is what Firefox, and on Linux Chrome, keep their certificates in.

const FRIENDLY_NAME = '株式会社あおば商事 3354648652';
const PASSWORD = `Kawa-31d6 "'\\$&;<>|%~{}[]()*?!#^=+,.:@/_\``.padEnd(64, 'Zz9');

const issuer = authority();
const keys = await newKeyPair();
const certificate = issuer.issue(certificateRequest(keys, { commonName: '3354648652', organization: '株式会社あおば商事' }));
const content = { ...keys, certificate, chain: issuer.certificate, password: PASSWORD, friendlyName: FRIENDLY_NAME };

describe.each(['compatible', 'modern'] as const)('X-3 a file of profile %s', (profile) => {
  it('opens in NSS, key, certificate and name in one', () => {
    const database = `sql:${scratch()}`;
    run('certutil', ['-N', '-d', database, '--empty-password']);

    run('pk12util', ['-i', fileWith(pkcs12({ ...content, profile })), '-d', database, '-W', PASSWORD]);

    expect(run('certutil', ['-L', '-d', database])).toMatch(new RegExp(`^${FRIENDLY_NAME} +u,u,u$`, 'm'));
    expect(run('certutil', ['-K', '-d', database])).toMatch(new RegExp(`^< 0> rsa .* ${FRIENDLY_NAME}$`, 'm'));
  });
});
