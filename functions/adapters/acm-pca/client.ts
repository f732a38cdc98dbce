import { ACMPCAClient } from '@aws-sdk/client-acm-pca';

let client: ACMPCAClient | undefined;

/** The client of AWS Private CA, made on first use and kept for the life of the instance. */
export function certificateAuthorityClient(): ACMPCAClient {
  // A pick-up waits up to 10 seconds for the certificate, and its function has 20: a call that hangs is given up early.
  client ??= new ACMPCAClient({ maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 } });

  return client;
}
