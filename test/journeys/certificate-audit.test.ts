import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { advanceClockTo, local } from '../support/api.ts';
import { certificateTenant, type Holder, holder, logInWith, ordered, pickUp } from '../support/certificates.ts';
import { revokedSerials } from '../support/crl.ts';
import { localRun } from '../support/local-run.ts';

const HOUR_MS = 60 * 60_000;

/** Moves the clock past the next audit, at 10:00 on the first of a month in Tokyo, that takes what is issued now for old enough. */
async function untilAudited(): Promise<void> {
  const now = new Date((await local<{ now: string }>('GET', '/clock')).now);
  const auditOf = (month: number) => Date.UTC(now.getUTCFullYear(), month, 1, 1);
  const audit = [0, 1, 2].map((later) => auditOf(now.getUTCMonth() + later)).find((at) => at - now.getTime() > HOUR_MS * 1.1);

  await advanceClockTo(new Date((audit ?? 0) + HOUR_MS));
}

/** The function dies once, as soon as the CA has done what it asked for. */
async function crashAfter(action: string, operation: string): Promise<void> {
  await local('POST', '/faults', { service: 'acm-pca', action, fault: 'crash-after', count: 1, operation });
}

/** The serial numbers of a user's certificates that the audit has logged as orphans, a moment after it did. */
function orphansOf(userId: string): string[] {
  const log = readFileSync(join(localRun().logDir, 'business-id-audit-certificates.log'), 'utf8');

  return log
    .split('\n')
    .filter((line) => line.includes('ORPHAN_REVOKED') && line.includes(`"${userId}"`))
    .map((line) => /[/]certificate[/]([0-9a-f]+)"/.exec(line)?.[1] ?? '');
}

describe('R-4 what a pick-up that died has left at the CA, and nobody came back for', () => {
  let master: Holder;
  let before: string[];

  beforeAll(async () => {
    const tenant = await certificateTenant({ name: 'あおば, Inc.' });
    master = await holder(tenant.master, tenant.master);

    const order = await ordered(master, master);
    await crashAfter('IssueCertificate', 'pickUpCertificate');
    expect((await pickUp(order)).status).toBeGreaterThanOrEqual(500);

    before = await revokedSerials();
    await crashAfter('CreateCertificateAuthorityAuditReport', 'requestAuditReport');
    await crashAfter('RevokeCertificate', 'auditCertificates');
    await untilAudited();
  });

  it('is revoked on the first of the month, and on the CRL, though the audit dies of each of its steps', async () => {
    await expect.poll(() => orphansOf(master.userId)).toHaveLength(1);
    const orphans = orphansOf(master.userId);
    const revoked = await revokedSerials();
    const { executions } = await local<{ executions: { stateMachine: string; status: string }[] }>('GET', '/executions');
    const [audit] = executions.filter(({ stateMachine }) => stateMachine.endsWith('certificate-audit'));

    expect(before).not.toContain(orphans[0]);
    expect(revoked).toContain(orphans[0]);
    expect(audit?.status).toBe('SUCCEEDED');
    expect((await local<{ faults: unknown[] }>('GET', '/faults')).faults).toEqual([]);
  });

  it('X-10 the certificate that the same user was handed stays good', async () => {
    expect(await revokedSerials()).not.toContain(master.serialNumber);
    expect((await logInWith(master.identity)).status).toBe(201);
  });
});
