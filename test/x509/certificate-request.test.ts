import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { certificateRequest } from '../../functions/x509/certificate-request.ts';
import { newKeyPair } from '../../functions/x509/key-pair.ts';
import { authority } from './authority.ts';
import { run } from './tools.ts';

const SUBJECT = { commonName: '3354648652', organization: '株式会社 Aoba, "Co" + #1' };

it.each([
  ['rsa-2048', 'Public-Key: (2048 bit)', 'sha256WithRSAEncryption'],
  ['p-256', 'ASN1 OID: prime256v1', 'ecdsa-with-SHA256'],
] as const)(
  'X-5 makes a request for a %s key that OpenSSL accepts, with user ID and tenant in it',
  async (algorithm, key, signature) => {
    const csr = certificateRequest(await newKeyPair(algorithm), SUBJECT);

    const shown = run('openssl', ['req', '-noout', '-text', '-nameopt', 'utf8,sep_multiline'], csr);

    expect(shown).toContain(key);
    expect(shown).toContain(`Signature Algorithm: ${signature}`);
    expect(shown).toMatch(/CN=3354648652\n\s+O=株式会社 Aoba, "Co" \+ #1\n/);
    expect(shown).not.toMatch(/Requested Extensions:\n\s+X509v3/);
    // It issues only for requests whose signature is right.
    expect(authority().issue(csr)).toContain('BEGIN CERTIFICATE');
  },
);

it('X-3 shows no part of a private key in what logs and messages are made of', async () => {
  const { privateKey } = await newKeyPair();
  const { d = 'missing' } = privateKey.export({ format: 'jwk' });

  const shown = [JSON.stringify({ privateKey }), String(privateKey), inspect({ privateKey }, { depth: null, showHidden: true })];

  expect(shown[0]).toBe('{"privateKey":{}}');
  expect(shown.join()).not.toContain(d.slice(0, 8));
});
