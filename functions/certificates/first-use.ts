import type { Certificate } from '../../domain/certificates/certificate.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { EventOf } from '../../events/index.ts';
import { type CertificateChanges, revokeUnread } from '../adapters/dynamodb/certificates.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { revocationRequested } from './revocation.ts';

type FirstUse = {
  /** What becomes of the certificate used. */
  readonly changes: CertificateChanges;
  /** What becomes of the one it renews. */
  readonly writes: readonly Write[];
  readonly events: readonly EventOf<'revocation-requested'>[];
};

/** using a renewed certificate for the first time ends the one it renews. Nothing, when it was used before. */
export function firstUse(tenantId: string, certificate: Certificate, roster: Roster, now: Date): FirstUse | undefined {
  const { usedAt, replaces, userId } = certificate;
  if (usedAt !== undefined) return undefined;

  const changes = { usedAt: now.toISOString() };
  if (replaces === undefined || now >= new Date(replaces.notAfter)) return { changes, writes: [], events: [] };

  return {
    changes,
    writes: [revokeUnread(tenantId, { userId, thumbprint: replaces.thumbprint }, 'superseded', now)],
    events: [revocationRequested(roster, 'superseded', now, { thumbprints: [replaces.thumbprint] })],
  };
}
