import { X509Certificate } from 'node:crypto';

/** The CAs a client-certificate host trusts. */
export type Truststore = {
  /** Why a certificate is not trusted at a time; undefined when it is. */
  refusal(certificate: X509Certificate, now: Date): string | undefined;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const LONGEST_CHAIN = 4;

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const SMALLEST_RSA_BITS = 2048;
const CURVES = ['prime256v1', 'secp384r1'];
const WEAK_DIGEST = /(^|[^a-z])(md5|sha1)(?![0-9])/i;

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads a truststore: PEM certificates in any order, as API Gateway takes them. The whole chain up to a root has to be in
 * it; what a client sends along with its own certificate does not count.
 *
 * @throws when the text holds no certificate, or one that cannot be read
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function readTruststore(text: string): Truststore {
  const authorities = (text.match(PEM) ?? []).map((pem) => new X509Certificate(pem));
  if (authorities.length === 0) throw new Error('the truststore holds no certificate');

  return {
    refusal: (certificate, now) => {
      if (isOutsideValidity(certificate, now)) return validityText(certificate, now);
      if (isSelfSigned(certificate)) return 'it is signed by itself';
      if (isWeak(certificate)) return 'its key or signature is too weak';
      if (!isForClients(certificate)) return 'it is not for clients';

      return leadsToRoot(certificate, authorities, now, LONGEST_CHAIN) ? undefined : 'no CA of the truststore issued it';
    },
  };
}

/** Whether a chain of CAs that are good now leads from a certificate to a root. */
function leadsToRoot(certificate: X509Certificate, authorities: readonly X509Certificate[], now: Date, links: number): boolean {
  return (
    links > 0 &&
    authorities.some(
      (authority) =>
        authority.ca &&
        certificate.checkIssued(authority) &&
        certificate.verify(authority.publicKey) &&
        !isOutsideValidity(authority, now) &&
        (isSelfSigned(authority) || leadsToRoot(authority, authorities, now, links - 1)),
    )
  );
}

function isOutsideValidity({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  return now < validFromDate || now > validToDate;
}

function validityText({ validFromDate, validToDate }: X509Certificate, now: Date): string {
  return now > validToDate
    ? `it expired at ${validToDate.toISOString()}`
    : `it is not valid before ${validFromDate.toISOString()}`;
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
}

function isWeak({ publicKey, signatureAlgorithm = '' }: X509Certificate): boolean {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const isStrongKey =
    publicKey.asymmetricKeyType === 'rsa'
      ? (modulusLength ?? 0) >= SMALLEST_RSA_BITS
      : publicKey.asymmetricKeyType === 'ec' && CURVES.includes(namedCurve ?? '');

  return !isStrongKey || WEAK_DIGEST.test(signatureAlgorithm);
}

/** RFC 5280, 4.2.1.12: a certificate that names purposes is good for those only. */
function isForClients({ keyUsage }: X509Certificate): boolean {
  return keyUsage === undefined || keyUsage.includes(CLIENT_AUTHENTICATION);
}
