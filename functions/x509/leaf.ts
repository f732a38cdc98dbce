import { type KeyObject, X509Certificate } from 'node:crypto';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { type Asn1, bitsOf, contentOf, isTagged, oidOf, partsOf, readAsn1, readForeignAsn1 } from './asn1.ts';
import type { Subject } from './certificate-request.ts';
import {
  AUTHORITY_INFORMATION_ACCESS,
  AUTHORITY_KEY_IDENTIFIER,
  BASIC_CONSTRAINTS,
  CLIENT_AUTH,
  CRL_DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
  SUBJECT_KEY_IDENTIFIER,
} from './oids.ts';
import { serialNumberOf } from './serial-number.ts';
import { thumbprintOf } from './thumbprint.ts';

/** Serial number and thumbprint in lower-case hex, times in RFC 3339. */
export type Leaf = {
  readonly serialNumber: string;
  readonly thumbprint: string;
  readonly notBefore: string;
  readonly notAfter: string;
};

export type LeafDifference = 'form' | 'subject' | 'public-key' | 'authority' | 'key-usage' | 'extended-key-usage' | 'extensions';
export type LeafRefused = { readonly code: 'leaf-differs'; readonly differences: readonly LeafDifference[] };

/** What a leaf may have. Anything else, a subject alternative name above all, is not what was asked for. */
const EXTENSIONS: ReadonlySet<string | undefined> = new Set([
  AUTHORITY_INFORMATION_ACCESS,
  AUTHORITY_KEY_IDENTIFIER,
  BASIC_CONSTRAINTS,
  CRL_DISTRIBUTION_POINTS,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
  SUBJECT_KEY_IDENTIFIER,
]);

/** RFC 5280, section 4.2.1.3, the first two bytes: digitalSignature is the first bit, keyEncipherment the third. */
const DIGITAL_SIGNATURE = 0x80;
const ALLOWED_USAGES = [DIGITAL_SIGNATURE | 0x20, 0];

/**
 * Compares an issued certificate (PEM) with the one that was asked for: this subject and no other name, this key, client
 * authentication and nothing else. What a certificate authority answers is handed on only after that.
 */
export function checkLeaf(pem: string, asked: Subject & { readonly publicKey: KeyObject }): Result<Leaf, LeafRefused> {
  const certificate = certificateOf(pem);
  if (certificate === undefined) return refuse({ code: 'leaf-differs', differences: ['form'] });

  const extensions = extensionsOf(certificate);
  const findings: Readonly<Record<LeafDifference, boolean>> = {
    form: false,
    subject: !hasSubject(certificate, asked),
    'public-key': !certificate.publicKey.equals(asked.publicKey),
    authority: mayBeAuthority(extensions.get(BASIC_CONSTRAINTS)),
    'key-usage': !isForSignatures(extensions.get(KEY_USAGE)),
    'extended-key-usage': certificate.keyUsage?.join() !== CLIENT_AUTH,
    extensions: [...extensions.keys()].some((type) => !EXTENSIONS.has(type)),
  };
  const differences = (Object.keys(findings) as LeafDifference[]).filter((difference) => findings[difference]);
  if (differences.length > 0) return refuse({ code: 'leaf-differs', differences });

  return ok({
    serialNumber: serialNumberOf(certificate.serialNumber),
    thumbprint: thumbprintOf(certificate),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
  });
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    // Not a certificate at all: the refusal says so.
    return undefined;
  }
}

/** A name with a further part, or a part twice (an array), is another one. */
function hasSubject(certificate: X509Certificate, { commonName, organization }: Subject): boolean {
  const { CN, O, ...others } = certificate.toLegacyObject().subject as unknown as Record<string, unknown>;

  return CN === commonName && O === organization && Object.keys(others).length === 0;
}

/** By type, the value of every extension; Node shows only some of them. RFC 5280, section 4.1: they are tagged 3. */
function extensionsOf(certificate: X509Certificate): ReadonlyMap<string | undefined, Asn1 | undefined> {
  const fields = partsOf(partsOf(readAsn1(certificate.raw))[0]);
  const extensions = partsOf(fields.find((field) => isTagged(field, 3))).flatMap(partsOf);

  return new Map(extensions.map((extension) => [oidOf(partsOf(extension)[0]), partsOf(extension).at(-1)]));
}

/** RFC 5280, section 4.2.1.9: CA:FALSE is the default, an empty list. Node's `ca` will not do: it looks at the key usage, too. */
function mayBeAuthority(extension: Asn1 | undefined): boolean {
  const constraints = partsOf(readForeignAsn1(contentOf(extension)));

  return constraints.some((constraint) => !contentOf(constraint)?.equals(Buffer.of(0)));
}

/** TLS clients sign; a key that may sign certificates or CRLs is another matter. */
function isForSignatures(extension: Asn1 | undefined): boolean {
  const usages = bitsOf(readForeignAsn1(contentOf(extension)));
  if (usages === undefined) return false;

  return ((usages[0] ?? 0) & DIGITAL_SIGNATURE) !== 0 && usages.every((byte, at) => (byte & ~(ALLOWED_USAGES[at] ?? 0)) === 0);
}
