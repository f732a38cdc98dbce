import { KMSClient } from '@aws-sdk/client-kms';

let client: KMSClient | undefined;

/** The KMS client, made on first use and kept for the life of the instance. */
export function kmsClient(): KMSClient {
  // KMS answers in milliseconds: a call that hangs is given up early, and a person may be waiting behind it.
  client ??= new KMSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

  return client;
}
