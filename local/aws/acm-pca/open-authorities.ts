import { knownProperties } from '../../edges/known-properties.ts';
import { Refusal } from '../../refusal.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { type Authority, ownCertificate, pendingAuthority } from './authority.ts';
import type { Records } from './records.ts';
import { configurationOf, newAuthority, newRootCertificate } from './root.ts';
import { ActivationProperties, AuthorityProperties, RootCertificateProperties } from './template.ts';

/** The CAs of the template, in its order. */
export type Authorities = ReadonlyMap<string, Authority>;

/**
 * Opens the CAs of the template, and makes what they lack: a key pair, the root's own certificate. Both are kept, so that a
 * changed validity of the template counts for a new CA only.
 *
 * @returns by ARN
 * @throws Refusal for what the template wants of a CA and the local run does not know
 */
export async function openAuthorities(assembly: Assembly, records: Records, now: Date): Promise<Authorities> {
  const authorities = new Map<string, Authority>();

  for (const resource of assembly.resources('AWS::ACMPCA::CertificateAuthority')) {
    const properties = knownProperties(AuthorityProperties, resource);
    assertBucket(properties, assembly, resource);
    const record = records.authorities.get(resource.arn) ?? (await newAuthority(properties, now));
    if (record.configuration !== configurationOf(properties)) {
      throw new Refusal(
        `The template changes key or subject of the CA ${resource.logicalId}, which makes another: start over with "npm start -- --fresh".`,
      );
    }
    records.authorities.put(resource.arn, record);
    authorities.set(resource.arn, pendingAuthority(resource.arn, properties, record));
  }

  for (const resource of assembly.resources('AWS::ACMPCA::Certificate')) {
    const properties = knownProperties(RootCertificateProperties, resource);
    const authority = named(authorities, properties.CertificateAuthorityArn, resource);
    if (records.authorities.get(authority.arn)?.signingRequest !== properties.CertificateSigningRequest) {
      throw new Refusal(`The local run issues a CA's own certificate only: ${resource.logicalId} is for another signing request`);
    }

    const kept = records.certificates.get(resource.arn);
    records.certificates.put(resource.arn, kept ?? (await newRootCertificate(resource.arn, authority, properties, now)));
  }

  for (const resource of assembly.resources('AWS::ACMPCA::CertificateAuthorityActivation')) {
    const { CertificateAuthorityArn, Certificate, Status } = knownProperties(ActivationProperties, resource);
    const authority = named(authorities, CertificateAuthorityArn, resource);
    const isOwn = assembly
      .resources('AWS::ACMPCA::Certificate')
      .map(({ arn }) => records.certificates.get(arn))
      .some((own) => own?.certificate === Certificate && own.authorityArn === authority.arn);
    if (!isOwn) throw new Refusal(`${resource.logicalId} installs a certificate that is not its CA's`);

    authorities.set(authority.arn, { ...authority, certificate: ownCertificate(Certificate), isEnabled: Status === 'ACTIVE' });
  }

  return authorities;
}

/** AWS tries whether it can write to the bucket before it makes the CA. */
function assertBucket({ RevocationConfiguration }: AuthorityProperties, assembly: Assembly, { logicalId }: Resource): void {
  const bucket = RevocationConfiguration?.CrlConfiguration?.S3BucketName;
  if (bucket === undefined || assembly.resource(bucket, 'AWS::S3::Bucket')) return;

  throw new Refusal(`${logicalId} publishes its CRL in a bucket that is not of the template: ${bucket}`);
}

function named(authorities: Authorities, arn: string, { logicalId }: Resource): Authority {
  const authority = authorities.get(arn);
  if (!authority) throw new Refusal(`${logicalId} is about a CA that is not of the template: ${arn}`);

  return authority;
}
