import { type Authority, type CertifiedAuthority, isCertified } from './authority.ts';
import { crlPlace, makeCrl } from './crl.ts';
import type { Records } from './records.ts';

/** Writes an object into a bucket of the template in the name of AWS. */
export type PutObject = (bucket: string, key: string, body: Buffer) => unknown;

export type CrlPublisher = {
  /** DER, as of now; undefined when the CA publishes none. */
  current(authority: Authority): Promise<Buffer | undefined>;
  /** Writes the CA's list into its bucket, if it has one. */
  publish(authority: Authority): Promise<void>;
};

/** Makes and publishes the lists of revoked certificates. */
export function crlPublisher(records: Records, now: () => Date, putObject: PutObject): CrlPublisher {
  // One after the other: a list must not be overwritten by an older one.
  let publishing = Promise.resolve();

  async function write(authority: CertifiedAuthority): Promise<void> {
    const place = crlPlace(authority);
    const crl = await current(authority);
    if (place && crl) putObject(place.bucket, place.key, crl);
  }

  async function current(authority: Authority): Promise<Buffer | undefined> {
    const place = crlPlace(authority);
    if (!place || !isCertified(authority)) return undefined;

    const revocations = records.revocations.entries().map(({ document }) => document);

    return makeCrl(authority, place.expirationMs, revocations, now());
  }

  return {
    current,
    publish: async (authority) => {
      if (!isCertified(authority)) return;

      const written = publishing.then(() => write(authority));
      publishing = written.catch(() => undefined);
      await written;
    },
  };
}
