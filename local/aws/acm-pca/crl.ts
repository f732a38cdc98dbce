import { x509 } from '../../tls/x509.ts';
import type { Authority, CertifiedAuthority } from './authority.ts';
import { REASON_CODES } from './reasons.ts';
import type { Revocation } from './records.ts';

const DAY_MS = 86_400_000;
const CRL_NUMBER = '2.5.29.20';

/** Where a CA puts its list. */
export type CrlPlace = { readonly bucket: string; readonly key: string; readonly expirationMs: number };

/** Undefined when the CA publishes none. https://docs.aws.amazon.com/privateca/latest/userguide/crl-planning.html */
export function crlPlace({ id, properties }: Authority): CrlPlace | undefined {
  const { Enabled, S3BucketName, ExpirationInDays } = properties.RevocationConfiguration?.CrlConfiguration ?? {};
  if (!Enabled || S3BucketName === undefined || ExpirationInDays === undefined) return undefined;

  return { bucket: S3BucketName, key: `crl/${id}.crl`, expirationMs: ExpirationInDays * DAY_MS };
}

/** The address of the list that certificates tell, by the bucket's name or the one that stands for it. */
export function crlUrl(authority: Authority, region: string): string | undefined {
  const place = crlPlace(authority);
  const { CustomCname } = authority.properties.RevocationConfiguration?.CrlConfiguration ?? {};

  return place && `http://${CustomCname ?? `${place.bucket}.s3.${region}.amazonaws.com`}/${place.key}`;
}

/**
 * The list of a CA's revoked certificates that have not expired, as of now.
 *
 * @returns DER
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-5
 */
export async function makeCrl(
  authority: CertifiedAuthority,
  expirationMs: number,
  revocations: readonly Revocation[],
  now: Date,
): Promise<Buffer> {
  const { key, algorithm } = await authority.signer(authority.properties.SigningAlgorithm);
  const listed = revocations.filter(
    ({ authorityArn, notAfter }) => authorityArn === authority.arn && Date.parse(notAfter) > now.getTime(),
  );

  const crl = await x509.X509CrlGenerator.create({
    issuer: authority.certificate.subject,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + expirationMs),
    entries: listed.map(({ serial, revokedAt, reason }) => ({
      serialNumber: serial,
      revocationDate: new Date(revokedAt),
      reason: REASON_CODES[reason],
    })),
    extensions: [
      new x509.AuthorityKeyIdentifierExtension(authority.certificate.keyIdentifier),
      new x509.Extension(CRL_NUMBER, false, derInteger(now.getTime())),
    ],
    signingKey: key,
    signingAlgorithm: algorithm,
  });

  return Buffer.from(crl.rawData);
}

/** A positive number below 2^47 as ASN.1's INTEGER. */
function derInteger(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, bytes.length);
  const first = bytes.findIndex((byte) => byte !== 0);
  const start = bytes.readUInt8(first) < 0x80 ? first : first - 1;
  const content = bytes.subarray(start);

  return Buffer.concat([Buffer.of(0x02, content.length), content]);
}
