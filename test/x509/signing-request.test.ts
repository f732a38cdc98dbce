import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asn1, bits, derOf, integer, octets, oid, readAsn1, sequence, set, tagged } from '../../functions/x509/asn1.ts';
import { certificateRequest } from '../../functions/x509/certificate-request.ts';
import { newKeyPair } from '../../functions/x509/key-pair.ts';
import { toPem } from '../../functions/x509/pem.ts';
import { OUR_SIGNATURES } from '../../functions/x509/signature-algorithms.ts';
import { readSigningRequest } from '../../functions/x509/signing-request.ts';
import { run } from './tools.ts';

const SUBJECT = { commonName: 'whoever', organization: 'wherever' };

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const MICROSOFT_EXTENSION_REQUEST = '1.3.6.1.4.1.311.2.1.14';
const CHALLENGE_PASSWORD = '1.2.840.113549.1.9.7';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';

const ec = await newKeyPair('p-256');
const good = certificateRequest(ec, SUBJECT);

/** A request as OpenSSL makes it. */
function openssl(...args: readonly string[]): string {
  return run('openssl', ['req', '-new', '-nodes', '-keyout', '/dev/null', '-subj', '/CN=whoever', ...args]);
}

/** A request that holds these attributes, with a signature that is right. */
function requestWith(...attributes: readonly Asn1[]): string {
  const key = readAsn1(ec.publicKey.export({ type: 'spki', format: 'der' }));
  const info = sequence(integer(0), sequence(), key, tagged(0, ...attributes));

  return pemOf(sequence(info, OUR_SIGNATURES.ec.identifier, bits(sign('sha256', derOf(info), ec.privateKey))));
}

function pemOf(request: Asn1): string {
  return toPem('CERTIFICATE REQUEST', derOf(request));
}

function derIn(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----.*-----/g, ''), 'base64');
}

function attribute(type: string, ...values: readonly Asn1[]): Asn1 {
  return sequence(oid(type), set(...values));
}

function extension(type: string): Asn1 {
  return sequence(oid(type), octets(derOf(octets(Buffer.alloc(20, 1)))));
}

function codeOf(pem: string): string {
  const read = readSigningRequest(pem);

  return read.ok ? 'accepted' : read.refusal.code;
}

describe('accepts', () => {
  it.each([
    ['RSA 2048', ['-newkey', 'rsa:2048']],
    ['RSA 3072 with SHA-384', ['-newkey', 'rsa:3072', '-sha384']],
    ['RSA 4096 with SHA-512', ['-newkey', 'rsa:4096', '-sha512']],
    ['P-256', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['P-384 with SHA-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha384']],
  ])('X-4 a request of a device with a key of %s', (_, args) => {
    const pem = openssl(...args);
    const read = readSigningRequest(pem);

    if (!read.ok) throw new Error(read.refusal.code);
    const key = createPublicKey(run('openssl', ['req', '-noout', '-pubkey'], pem));
    expect(read.value.publicKey.equals(key)).toBe(true);
    expect(derIn(read.value.csr)).toEqual(derIn(pem));
  });

  it.each([
    ['the older label', good.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST')],
    ['lines that end as on Windows', good.replaceAll('\n', '\r\n')],
    ['no line end at the end', good.trim()],
    ['a key identifier and nothing else', requestWith(attribute(EXTENSION_REQUEST, sequence(extension(SUBJECT_KEY_IDENTIFIER))))],
    ['a challenge password, which nobody reads', requestWith(attribute(CHALLENGE_PASSWORD, octets(Buffer.from('x'))))],
  ])('X-4 a request with %s', (_, pem) => {
    expect(codeOf(pem)).toBe('accepted');
  });
});

describe('refuses', () => {
  it.each([
    ['RSA 1024', ['-newkey', 'rsa:1024']],
    ['RSA 2047', ['-newkey', 'rsa:2047']],
    ['RSA-PSS', ['-newkey', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['P-521', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521']],
    ['P-224', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-224']],
    ['secp256k1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1']],
    [
      'a curve that is spelled out',
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'],
    ],
    ['Ed25519', ['-newkey', 'ed25519']],
  ])('X-4 a key of %s', (_, args) => {
    expect(codeOf(openssl(...args))).toBe('csr-key-not-accepted');
  });

  it('X-4 an RSA key of more than 4,096 bits, or with a small exponent', () => {
    const large = generateKeyPairSync('rsa', { modulusLength: 4104 });
    const small = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 });

    expect([large, small].map((keys) => codeOf(certificateRequest(keys, SUBJECT)))).toEqual(
      Array(2).fill('csr-key-not-accepted'),
    );
  });

  it.each([
    ['SHA-1', ['-newkey', 'rsa:2048', '-sha1']],
    ['MD5', ['-newkey', 'rsa:2048', '-md5']],
    ['SHA-1 and ECDSA', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-sha1']],
    ['RSA-PSS', ['-newkey', 'rsa:2048', '-sigopt', 'rsa_padding_mode:pss']],
  ])('X-4 a signature with %s', (_, args) => {
    expect(codeOf(openssl(...args))).toBe('csr-signature-algorithm');
  });

  it('X-4 a request that the holder of the key has not signed', async () => {
    const stranger = await newKeyPair('p-256');

    expect(codeOf(certificateRequest({ privateKey: stranger.privateKey, publicKey: ec.publicKey }, SUBJECT))).toBe(
      'csr-signature-wrong',
    );
  });

  it('X-4 a signature of another kind of key', async () => {
    const { privateKey } = await newKeyPair('rsa-2048');

    expect(codeOf(certificateRequest({ privateKey, publicKey: ec.publicKey }, SUBJECT))).toBe('csr-signature-algorithm');
  });

  it.each([
    'subjectAltName=DNS:bank.example',
    'basicConstraints=CA:TRUE',
    'basicConstraints=CA:FALSE',
    'keyUsage=digitalSignature',
    'extendedKeyUsage=serverAuth',
    'nsComment=harmless',
  ])('X-4 a request that asks for %s', (wish) => {
    expect(codeOf(openssl('-newkey', 'rsa:2048', '-addext', wish))).toBe('csr-asks-for-extensions');
  });

  const identifier = extension(SUBJECT_KEY_IDENTIFIER);
  const alternativeName = extension('2.5.29.17');

  it.each([
    ['beside a key identifier', attribute(EXTENSION_REQUEST, sequence(identifier, alternativeName))],
    ['in a second value', attribute(EXTENSION_REQUEST, sequence(identifier), sequence(alternativeName))],
    ['as older tools of Microsoft did', attribute(MICROSOFT_EXTENSION_REQUEST, sequence(alternativeName))],
    ['in a form that is none', attribute(EXTENSION_REQUEST, octets(derOf(sequence(alternativeName))))],
  ])('X-4 extensions asked for %s', (_, asking) => {
    expect(codeOf(requestWith(asking))).toBe('csr-asks-for-extensions');
    expect(codeOf(requestWith(attribute(EXTENSION_REQUEST, sequence(identifier)), asking))).toBe('csr-asks-for-extensions');
  });

  it('X-4 a text of 1 MB, without reading it', () => {
    expect(codeOf(good.replace('\n', `\n${'A'.repeat(1024 ** 2)}\n`))).toBe('csr-too-large');
  });

  it.each([
    ['nothing', ''],
    ['no PEM', derIn(good).toString('base64')],
    ['a certificate', good.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE')],
    ['two requests', `${good}${good}`],
    ['text before it', `Certificate Request:\n${good}`],
    ['something after the request', toPem('CERTIFICATE REQUEST', Buffer.concat([derIn(good), Buffer.of(5, 0)]))],
    ['no ASN.1', toPem('CERTIFICATE REQUEST', Buffer.from('a'.repeat(200)))],
    ['another structure', pemOf(sequence(sequence(integer(0)), sequence(), bits(Buffer.of(1))))],
    ['very deep nesting', toPem('CERTIFICATE REQUEST', Buffer.alloc(8_000, Buffer.of(0x30, 0x80)))],
  ])('X-4 %s', (_, pem) => {
    expect(codeOf(pem)).toBe('csr-malformed');
  });

  it('X-4 every request of which a single bit was changed', () => {
    const der = derIn(good);

    fc.assert(
      fc.property(fc.nat(der.length * 8 - 1), (bit) => {
        const changed = Buffer.from(der);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);

        expect(codeOf(toPem('CERTIFICATE REQUEST', changed))).not.toBe('accepted');
      }),
      { numRuns: 1_000 },
    );
  });

  it('X-4 whatever else is sent, without a fault', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.uint8Array({ maxLength: 400 }).map((bytes) => toPem('CERTIFICATE REQUEST', bytes)),
        ),
        (text) => {
          expect(codeOf(text)).toBe('csr-malformed');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
