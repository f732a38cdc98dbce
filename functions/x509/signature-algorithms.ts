import { type Asn1, nothing, oid, sequence } from './asn1.ts';
import {
  ECDSA_WITH_SHA256,
  ECDSA_WITH_SHA384,
  ECDSA_WITH_SHA512,
  SHA256_WITH_RSA,
  SHA384_WITH_RSA,
  SHA512_WITH_RSA,
} from './oids.ts';

export type SignatureAlgorithm = {
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly keyType: 'rsa' | 'ec';
  readonly identifier: Asn1;
};

/** Signatures that are good enough, by object identifier: never with SHA-1 or MD5. */
export const SIGNATURE_ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [SHA256_WITH_RSA, withRsa('sha256', SHA256_WITH_RSA)],
  [SHA384_WITH_RSA, withRsa('sha384', SHA384_WITH_RSA)],
  [SHA512_WITH_RSA, withRsa('sha512', SHA512_WITH_RSA)],
  [ECDSA_WITH_SHA256, withEcdsa('sha256', ECDSA_WITH_SHA256)],
  [ECDSA_WITH_SHA384, withEcdsa('sha384', ECDSA_WITH_SHA384)],
  [ECDSA_WITH_SHA512, withEcdsa('sha512', ECDSA_WITH_SHA512)],
]);

/** What we sign with ourselves. */
export const OUR_SIGNATURES = {
  rsa: withRsa('sha256', SHA256_WITH_RSA),
  ec: withEcdsa('sha256', ECDSA_WITH_SHA256),
} as const;

/** RFC 4055, section 5: the parameters are NULL. */
function withRsa(hash: SignatureAlgorithm['hash'], type: string): SignatureAlgorithm {
  return { hash, keyType: 'rsa', identifier: sequence(oid(type), nothing()) };
}

/** RFC 5758, section 3.2: there are no parameters. */
function withEcdsa(hash: SignatureAlgorithm['hash'], type: string): SignatureAlgorithm {
  return { hash, keyType: 'ec', identifier: sequence(oid(type)) };
}
