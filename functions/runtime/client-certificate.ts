import { X509Certificate } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { thumbprintOf } from '../x509/thumbprint.ts';

/** What a client proved to hold in the TLS handshake; whether it still counts stands in the table. */
export type PresentedCertificate = {
  /** SHA-256 of the DER encoding, in lower-case hexadecimal, as sessions are bound to it (RFC 8705). */
  readonly thumbprint: string;
  /** The user ID it was issued to. */
  readonly commonName: string;
};

/**
 * The certificate of the client-certificate host, which API Gateway has verified against the truststore; there is no other
 * source for it (L-5). Nothing on the other host.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function presentedCertificate(event: APIGatewayProxyEvent): PresentedCertificate | undefined {
  const pem = event.requestContext.identity.clientCert?.clientCertPem;
  if (!pem) return undefined;

  const certificate = new X509Certificate(pem);
  // Several common names are a list, and nobody's user ID.
  const commonName: unknown = certificate.toLegacyObject().subject.CN;

  return {
    thumbprint: thumbprintOf(certificate),
    commonName: typeof commonName === 'string' ? commonName : '',
  };
}
