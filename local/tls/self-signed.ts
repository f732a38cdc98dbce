import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and its certificate, both PEM. */
export type ServerIdentity = { readonly key: string; readonly certificate: string };

/**
 * Makes a self-signed certificate for `localhost` and 127.0.0.1 with a new P-256 key. It is good for any year
 * the local clock may be moved to.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function selfSignedIdentity(): ServerIdentity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  const name = sequence(set(sequence(COMMON_NAME, encode(UTF8_STRING, Buffer.from('localhost')))));
  const toBeSigned = sequence(
    encode(context(0), integer(Buffer.of(2))),
    // Positive and never the same: the first byte keeps the sign bit clear.
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(encode(UTC_TIME, Buffer.from('200101000000Z')), encode(GENERALIZED_TIME, Buffer.from('21991231235959Z'))),
    name,
    publicKey,
    encode(context(3), sequence(subjectAlternativeName())),
  );
  const signature = sign('sha256', toBeSigned, createPrivateKey(privateKey));
  const certificate = sequence(toBeSigned, sequence(ECDSA_WITH_SHA256), encode(BIT_STRING, Buffer.of(0), signature));

  return { key: privateKey, certificate: pem(certificate) };
}

function subjectAlternativeName(): Buffer {
  const names = sequence(encode(DNS_NAME, Buffer.from('localhost')), encode(IP_ADDRESS, Buffer.of(127, 0, 0, 1)));

  return sequence(SUBJECT_ALTERNATIVE_NAME, encode(OCTET_STRING, names));
}

// Tags of ASN.1's distinguished encoding (ITU-T X.690), and the object identifiers used, encoded.
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALTERNATIVE_NAME = Buffer.from('0603551d11', 'hex');
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');

const sequence = (...parts: Buffer[]): Buffer => encode(0x30, ...parts);
const set = (...parts: Buffer[]): Buffer => encode(0x31, ...parts);
const integer = (value: Buffer): Buffer => encode(0x02, value);
const context = (number: number): number => 0xa0 + number;

/** Tag, length and content. */
function encode(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];

  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').replaceAll(/(.{64})(?=.)/g, '$1\n');

  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
