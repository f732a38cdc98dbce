import { x509 } from '../../tls/x509.ts';
import { shownName } from './names.ts';
import type { CertificateRecord, Records } from './records.ts';
import { withColons } from './serial.ts';

/**
 * The JSON report of all certificates that a CA has issued and revoked.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/PcaAuditReport.html
 */
export function auditReport(authorityArn: string, accountId: string, { certificates, revocations }: Records): Buffer {
  const entries = certificates
    .entries()
    .filter(({ document }) => document.authorityArn === authorityArn)
    .map(({ document }) => entryOf(document));

  function entryOf({ arn, serial, certificate, templateArn, issuedAt }: CertificateRecord): unknown {
    const { subjectName, notBefore, notAfter } = new x509.X509Certificate(certificate);
    const revocation = revocations.get(arn);

    return {
      awsAccountId: accountId,
      certificateArn: arn,
      serial: withColons(serial),
      subject: shownName(subjectName),
      notBefore: shownTime(notBefore),
      notAfter: shownTime(notAfter),
      issuedAt: shownTime(new Date(issuedAt)),
      ...(revocation && { revokedAt: shownTime(new Date(revocation.revokedAt)), revocationReason: revocation.reason }),
      templateArn,
    };
  }

  return Buffer.from(JSON.stringify(entries));
}

/** `2018-02-26T18:39:57+0000` */
function shownTime(time: Date): string {
  return time.toISOString().replace(/[.]\d+Z$/, '+0000');
}
