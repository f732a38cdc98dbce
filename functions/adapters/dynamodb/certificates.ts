import { createHash } from 'node:crypto';
import type { Certificate, RevocationReason } from '../../../domain/certificates/certificate.ts';
import { nextReminderAt, type ReminderSettings } from '../../../domain/certificates/renewal.ts';
import { TABLE } from '../../contracts/table.ts';
import { type Key, key, partitions } from './keys.ts';
import { deleteItem } from './purge.ts';
import { attributesOf, type Page, type PageAsked, pageOf, queryPartition, type Ref, readItem } from './read.ts';
import { type Decision, GoneError, untilSaved } from './until-saved.ts';
import { dueInShard } from './waiting-index.ts';
import { check, putNew, putNext, update, type Write } from './write.ts';

/** Names one certificate of a tenant. */
export type CertificateAddress = { readonly userId: string; readonly thumbprint: string };

const certificateKey = (tenantId: string, { userId, thumbprint }: CertificateAddress): Key =>
  key.certificate(tenantId, userId, thumbprint);

export const certificateRef = (tenantId: string, address: CertificateAddress): Ref<Certificate> => ({
  key: certificateKey(tenantId, address),
  read: (item) => certificateOf(attributesOf(item)),
});

/** Every certificate of the tenant that is still kept, by user; with `userId` those of one. */
export async function listCertificates(tenantId: string, userId?: string): Promise<Certificate[]> {
  const items = await queryPartition<Stored>(partitions.certificates(tenantId), { beginning: userId });

  return items.map(certificateOf);
}

/** A page of them. */
export async function pageOfCertificates(tenantId: string, page: PageAsked): Promise<Page<Certificate>> {
  const { found, last } = await pageOf<Stored>(partitions.certificates(tenantId), page);

  return { found: found.map(certificateOf), last };
}

export function addCertificate(tenantId: string, certificate: Certificate, settings: ReminderSettings): Write {
  return putNew(certificateKey(tenantId, certificate), stored(tenantId, certificate, settings));
}

/** What may change of a certificate. */
export type CertificateChanges = Partial<Omit<Certificate, 'userId' | 'thumbprint' | 'version'>>;

/** Saves the next state, in a transaction, if the certificate is still as it was decided on. */
export function saveCertificate(tenantId: string, from: Certificate, to: CertificateChanges, settings: ReminderSettings) {
  const next = { ...from, ...to, version: from.version + 1 };

  return putNext(certificateKey(tenantId, from), stored(tenantId, next, settings), from.version);
}

/** Removes a certificate of a subscription that is gone, and that is revoked. Twice is fine. */
export function removeCertificate(tenantId: string, address: CertificateAddress): Promise<void> {
  return deleteItem(certificateKey(tenantId, address));
}

/** A write finds a certificate not revoked. */
export function certificateStillGood(tenantId: string, address: CertificateAddress): Write {
  return check(certificateKey(tenantId, address), 'attribute_exists(PK) AND attribute_not_exists(#revokedAt)');
}

/** Decides on a certificate and saves the outcome by itself: see `untilSaved`. */
export function changeCertificate(
  tenantId: string,
  known: Certificate,
  decide: (certificate: Certificate) => Decision<CertificateChanges>,
  settings: ReminderSettings,
): Promise<Certificate> {
  return untilSaved({
    known,
    decide,
    save: (from, to) => saveCertificate(tenantId, from, to, settings),
    read: async () => {
      const certificate = await readItem(certificateRef(tenantId, known));
      if (certificate === undefined) throw new GoneError('A certificate is gone');

      return certificate;
    },
  });
}

/**
 * refuses a certificate from now on, without having read it; one that is refused already stays as it is. Its version moves,
 * so that whoever has read it decides again.
 */
export function revokeUnread(tenantId: string, address: CertificateAddress, reason: RevocationReason, now: Date): Write {
  return update(certificateKey(tenantId, address), {
    update:
      'SET #revokedAt = if_not_exists(#revokedAt, :now), #revocationReason = if_not_exists(#revocationReason, :reason), ' +
      `#version = #version + :one REMOVE #${TABLE.waitingIndex.partitionKey}, #${TABLE.waitingIndex.sortKey}`,
    condition: 'attribute_exists(PK)',
    values: { ':now': now.toISOString(), ':reason': reason, ':one': 1 },
  });
}

const KEPT_SECONDS = 365 * 24 * 60 * 60;

/** Reminders of a day are spread, so that a million certificates due at once do not meet one partition of the index. */
export const REMINDER_SHARDS = 16;

/**
 * As the item is kept: until a year after it expired, and in the index of what waits as long as a reminder is ahead.
 * Whoever is revoked or renewed is reminded no more.
 */
function stored(tenantId: string, certificate: Certificate, settings: ReminderSettings) {
  const { thumbprint, notAfter, revokedAt, replacedBy } = certificate;
  const ended = revokedAt !== undefined || replacedBy !== undefined;
  const due = ended ? undefined : nextReminderAt(certificate, settings);

  return {
    ...certificate,
    tenantId,
    [TABLE.timeToLive]: Math.ceil(Date.parse(notAfter) / 1_000) + KEPT_SECONDS,
    ...(due !== undefined && {
      [TABLE.waitingIndex.partitionKey]: shardName(shardOf(thumbprint)),
      [TABLE.waitingIndex.sortKey]: due,
    }),
  };
}

const shardName = (shard: number): string => `certificate-${shard}`;

/** A certificate that was due for a reminder when the index was read, and whose it is. */
export type DueCertificate = { readonly tenantId: string; readonly address: CertificateAddress };

/** The certificates of a shard that are due, those due longest first; read from the index so many at a time. */
export async function* dueCertificates(shard: number, now: Date, atOnce?: number): AsyncGenerator<DueCertificate> {
  for await (const item of dueInShard(shardName(shard), now.toISOString(), atOnce)) {
    const { tenantId, userId, thumbprint } = item as Stored;

    yield { tenantId, address: { userId, thumbprint } };
  }
}

/** Whether a certificate of a shard is due. */
export async function isAnyDue(shard: number, now: Date): Promise<boolean> {
  const first = await dueCertificates(shard, now, 1).next();

  return first.done !== true;
}

function shardOf(thumbprint: string): number {
  return (createHash('sha256').update(thumbprint).digest()[0] ?? 0) % REMINDER_SHARDS;
}

type Stored = Certificate & { readonly tenantId: string } & Readonly<Record<string, unknown>>;

/** A certificate without what its item adds for the index. */
function certificateOf(stored: Stored): Certificate {
  const { tenantId, [TABLE.waitingIndex.partitionKey]: shard, [TABLE.waitingIndex.sortKey]: due, ...certificate } = stored;

  return certificate as Certificate;
}
