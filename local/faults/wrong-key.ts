import { webcrypto } from 'node:crypto';
import * as z from 'zod';
import { readSigningRequest } from '../aws/acm-pca/signing-request.ts';
import type { Reply } from '../aws/protocol.ts';
import { x509 } from '../tls/x509.ts';
import { type DisturbedCall, documentOf } from './disturbed-call.ts';

const IssueRequest = z.looseObject({ Csr: z.base64() });

export function canTakeAnotherKey(service: string, action: string): boolean {
  return service === 'acm-pca' && action === 'IssueCertificate';
}

/**
 * Lets a CA issue for a key that nobody holds. The certificate is proper, and none of the caller's.
 *
 * @throws AwsError MalformedCSRException, as without the fault
 */
export async function issueForAnotherKey(call: DisturbedCall): Promise<Reply> {
  const { Csr, ...request } = IssueRequest.parse(documentOf(call.request));
  const { subject } = await readSigningRequest(Buffer.from(Csr, 'base64'));

  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const another = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subject.toJSON(),
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  const body = { ...request, Csr: Buffer.from(another.toString('pem')).toString('base64') };

  return call.carryOut({ ...call.request, body: Buffer.from(JSON.stringify(body)) });
}
