import { x509 } from '../../tls/x509.ts';
import { AwsError } from '../aws-error.ts';

/** A signing request whose sender holds the private key of the key in it. */
export type SigningRequest = {
  readonly subject: x509.Name;
  readonly publicKey: x509.PublicKey;
  /** Copied as they are; undefined when the request asks for none. */
  readonly alternativeNames: x509.Extension | undefined;
};

const PEM = /^\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----/;
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';

/**
 * Reads a PKCS #10 request in PEM, and checks its signature.
 *
 * @throws AwsError MalformedCSRException, also when it has neither a subject nor alternative names
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html
 */
export async function readSigningRequest(bytes: Buffer): Promise<SigningRequest> {
  const text = bytes.toString('utf8');
  if (!PEM.test(text)) throw malformed('The CSR is not PEM-encoded.');

  const request = await verified(text);
  const { subjectName: subject, publicKey } = request;
  const alternativeNames = request.getExtension(SUBJECT_ALTERNATIVE_NAME) ?? undefined;
  if (isEmpty(subject) && !alternativeNames) {
    throw malformed('A CSR must provide either a subject name or a subject alternative name.');
  }

  return { subject, publicKey, alternativeNames };
}

function isEmpty(name: x509.Name): boolean {
  return name.toJSON().length === 0;
}

async function verified(pem: string): Promise<x509.Pkcs10CertificateRequest> {
  const request = await parsed(pem);
  if (!request) throw malformed('The certificate signing request is invalid.');

  return request;
}

/** Undefined for what is no request, has a key of no known kind, or a signature by another key: the library throws for most. */
async function parsed(pem: string): Promise<x509.Pkcs10CertificateRequest | undefined> {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    return (await request.verify()) ? request : undefined;
  } catch {
    return undefined;
  }
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedCSRException', message);
}
