import { type KeyObject, X509Certificate } from 'node:crypto';
import { type Asn1, bmp, derOf, integer, octets, oid, sequence, set, tagged, taggedOctets } from './asn1.ts';
import {
  CERTIFICATE_BAG,
  DATA,
  ENCRYPTED_DATA,
  FRIENDLY_NAME,
  LOCAL_KEY_ID,
  SHROUDED_KEY_BAG,
  X509_CERTIFICATE,
} from './oids.ts';
import { certificatesOf } from './pem.ts';
import { PKCS12_PROFILES, type Pkcs12Profile } from './pkcs12-profiles.ts';

export type Pkcs12Content = {
  readonly privateKey: KeyObject;
  /** PEM */
  readonly certificate: string;
  /** PEM, one certificate after the other. */
  readonly chain: string;
  /** Printable ASCII, 12 to 64 characters. */
  readonly password: string;
  readonly profile: Pkcs12Profile;
  /** What key and certificate are listed under where they are imported. */
  readonly friendlyName: string;
};

/**
 * A PKCS #12 file (RFC 7292, DER) with key, certificate and chain. `compatible` opens almost everywhere: 3DES and SHA-1;
 * `modern` is PBES2 with AES-256, and SHA-256.
 */
export function pkcs12({ privateKey, certificate, chain, password, profile, friendlyName }: Pkcs12Content): Buffer {
  const cipher = PKCS12_PROFILES[profile];
  const leaf = new X509Certificate(certificate);
  // By the same local key ID Windows, macOS and NSS know that key and certificate belong together.
  const ours = set(localKeyId(leaf), attribute(FRIENDLY_NAME, bmp(friendlyName)));

  const key = cipher.encrypt(privateKey.export({ type: 'pkcs8', format: 'der' }), password);
  const keyBag = bag(SHROUDED_KEY_BAG, sequence(key.algorithm, octets(key.ciphertext)), ours);

  const chainBags = certificatesOf(chain).map((issuer) => certificateBag(issuer));
  const certificates = cipher.encrypt(derOf(sequence(certificateBag(leaf, ours), ...chainBags)), password);
  const encrypted = sequence(oid(DATA), certificates.algorithm, taggedOctets(0, certificates.ciphertext));

  const safe = derOf(sequence(content(ENCRYPTED_DATA, sequence(integer(0), encrypted)), data(derOf(sequence(keyBag)))));

  return derOf(sequence(integer(3), data(safe), cipher.mac(safe, password)));
}

function content(type: string, value: Asn1): Asn1 {
  return sequence(oid(type), tagged(0, value));
}

function data(bytes: Uint8Array): Asn1 {
  return content(DATA, octets(bytes));
}

function bag(type: string, value: Asn1, attributes?: Asn1): Asn1 {
  return sequence(oid(type), tagged(0, value), ...(attributes === undefined ? [] : [attributes]));
}

function certificateBag({ raw }: X509Certificate, attributes?: Asn1): Asn1 {
  return bag(CERTIFICATE_BAG, sequence(oid(X509_CERTIFICATE), tagged(0, octets(raw))), attributes);
}

function attribute(type: string, value: Asn1): Asn1 {
  return sequence(oid(type), set(value));
}

/** Any bytes would do; OpenSSL takes the SHA-1 of the certificate, too. */
function localKeyId({ fingerprint }: X509Certificate): Asn1 {
  return attribute(LOCAL_KEY_ID, octets(Buffer.from(fingerprint.replaceAll(':', ''), 'hex')));
}
