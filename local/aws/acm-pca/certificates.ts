import type { State } from '../../state.ts';
import { x509 } from '../../tls/x509.ts';
import { AwsError } from '../aws-error.ts';
import { type Authority, isCertified, statusOf } from './authority.ts';
import type { IssueCertificateInput } from './inputs.ts';
import { issueLeaf } from './leaf.ts';
import type { RevocationReason } from './reasons.ts';
import type { CertificateRecord, Records } from './records.ts';
import { serialFrom } from './serial.ts';

/** How long the same idempotency token stands for the same certificate. */
const TOKEN_MS = 5 * 60_000;

type Parts = { readonly records: Records; readonly state: State; readonly now: () => Date; readonly region: string };

/** The certificates that CAs issue. */
export type Certificates = {
  /** @returns the ARN of the certificate, which is not there at once */
  issue(authority: Authority, input: IssueCertificateInput): Promise<string>;
  get(authority: Authority, certificateArn: string): CertificateRecord;
  revoke(authority: Authority, serial: string, reason: RevocationReason): void;
};

/** All throw AwsError as the actions of the same name do. */
export function issuedCertificates({ records, state, now, region }: Parts): Certificates {
  const { certificates, revocations, tokens } = records;

  /**
   * The certificate that a token stands for, whatever else the request says: AWS compares nothing but the token.
   * https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html
   */
  function issuedFor(token: string | undefined): string | undefined {
    const used = token === undefined ? undefined : tokens.get(token);

    return used && now().getTime() - Date.parse(used.usedAt) < TOKEN_MS ? used.certificateArn : undefined;
  }

  return {
    issue: async (authority, input) => {
      if (!isCertified(authority) || statusOf(authority, now()) !== 'ACTIVE') {
        throw new AwsError('InvalidStateException', 'The certificate authority is not in a valid state for issuing certificates');
      }

      const token = input.IdempotencyToken === undefined ? undefined : `${authority.arn} ${input.IdempotencyToken}`;
      const known = issuedFor(token);
      if (known !== undefined) return known;

      const record = await issueLeaf(authority, input, { now: now(), region });

      return state.transaction(() => {
        // Another request with the token may have been faster.
        const first = issuedFor(token);
        if (first !== undefined) return first;

        certificates.put(record.arn, record);
        if (token !== undefined) tokens.put(token, { certificateArn: record.arn, usedAt: record.issuedAt });

        return record.arn;
      });
    },
    get: (authority, certificateArn) => {
      const record = certificates.get(certificateArn);
      if (record?.authorityArn !== authority.arn) throw notFound(certificateArn);
      if (!record.isInProgress) return record;

      certificates.put(record.arn, { ...record, isInProgress: false });
      throw new AwsError('RequestInProgressException', 'The certificate is not issued yet: your request is still in progress.');
    },
    revoke: (authority, serial, reason) => {
      const record = certificates.get(`${authority.arn}/certificate/${serialFrom(serial)}`);
      if (!record) throw notFound(`the certificate ${serial}`);
      if (revocations.get(record.arn)) {
        throw new AwsError(
          'RequestAlreadyProcessedException',
          'Your request has already been completed: the certificate is revoked.',
        );
      }

      revocations.put(record.arn, {
        authorityArn: authority.arn,
        serial: record.serial,
        revokedAt: now().toISOString(),
        reason,
        notAfter: new x509.X509Certificate(record.certificate).notAfter.toISOString(),
      });
    },
  };
}

export function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Could not find ${what}`);
}
