import { sign } from 'node:crypto';
import { type Asn1, bits, derOf, integer, oid, readAsn1, sequence, set, tagged, utf8 } from './asn1.ts';
import type { KeyPair } from './key-pair.ts';
import { COMMON_NAME, ORGANIZATION_NAME } from './oids.ts';
import { toPem } from './pem.ts';
import { OUR_SIGNATURES } from './signature-algorithms.ts';

export type Subject = { readonly commonName: string; readonly organization: string };

/** A certification request (PKCS #10, RFC 2986) for a key of ours: PEM, signed with SHA-256, without any attribute. */
export function certificateRequest({ privateKey, publicKey }: KeyPair, { commonName, organization }: Subject): string {
  const name = sequence(attribute(COMMON_NAME, commonName), attribute(ORGANIZATION_NAME, organization));
  const key = readAsn1(publicKey.export({ type: 'spki', format: 'der' }));
  const info = sequence(integer(0), name, key, tagged(0));

  const { hash, identifier } = OUR_SIGNATURES[privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec'];

  return toPem('CERTIFICATE REQUEST', derOf(sequence(info, identifier, bits(sign(hash, derOf(info), privateKey)))));
}

function attribute(type: string, value: string): Asn1 {
  return set(sequence(oid(type), utf8(value)));
}
