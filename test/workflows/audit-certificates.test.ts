import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../domain/certificates/certificate.ts';
import type { AuditReportState } from '../../functions/adapters/acm-pca/audit-reports.ts';
import { type AuditPage, auditPage } from '../../functions/workflows/audit-certificates.ts';
import type { AuditedItem } from '../../functions/workflows/audited-item.ts';

const NOW = new Date('2027-01-01T01:05:00Z');
const AUTHORITY = 'arn:aws:acm-pca:ap-northeast-1:123456789012:certificate-authority/11111111-1111-1111-1111-111111111111';
const CLIENT_TEMPLATE = 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1';
const BEGINNING: AuditPage = { certificateAuthorityArn: AUTHORITY, auditReportId: 'report', next: 0, state: 'creating' };

const WRITTEN: AuditReportState = { status: 'written', place: { bucket: 'audits', key: 'audit-report/1.json' } };

/** An entry of a certificate that nobody has an item of, which was issued in December. */
const entry = (serial: string, changes: object = {}) => ({
  certificateArn: `${AUTHORITY}/certificate/${serial}`,
  serial,
  subject: 'CN=3354648652,O=Aoba Trading',
  notAfter: '2027-12-10T00:00:00+0000',
  issuedAt: '2026-12-10T00:00:00+0000',
  templateArn: CLIENT_TEMPLATE,
  ...changes,
});

/** Our item of a certificate. */
function itemOf(serialNumber: string, isRefused: boolean): AuditedItem {
  const certificate = { serialNumber, ...(isRefused && { revokedAt: '2026-12-11T00:00:00.000Z' }) } as Certificate;

  return { tenantId: 'aoba', certificate };
}

type Given = {
  entries?: readonly object[];
  known?: readonly string[];
  refused?: readonly string[];
  state?: AuditReportState;
  failing?: string;
};

/** Audits page by page, as the state machine does, and answers what was revoked, and the pages in between. */
async function audited({ entries = [], known = [], refused = [], state = WRITTEN, failing }: Given) {
  const revoked: string[] = [];
  const nowRefused: string[] = [];
  const pages: AuditPage[] = [];
  let page = BEGINNING;

  do {
    page = await auditPage(page, NOW, {
      auditReportState: async () => state,
      readText: async function* () {
        yield JSON.stringify(entries);
      },
      findAuditedItem: async ({ serialNumber }) =>
        known.includes(serialNumber) ? itemOf(serialNumber, refused.includes(serialNumber)) : undefined,
      refuseAsRevoked: async ({ certificate: { serialNumber } }) => void nowRefused.push(serialNumber),
      revoke: async ({ serialNumber }, reason) => {
        if (serialNumber === failing) throw new Error('throttled');
        expect(reason).toBe('SUPERSEDED');
        revoked.push(serialNumber);
      },
    });
    pages.push(page);
  } while (page.state === 'reading');

  return { revoked, refused: nowRefused, pages };
}

describe('R-4 the audit', () => {
  it('revokes what the CA has issued and no item knows, and nothing else', async () => {
    const entries = [
      entry('0a'),
      entry('0b'),
      entry('0c', { revokedAt: '2026-12-11T00:00:00+0000' }),
      entry('0d', { notAfter: '2027-01-01T01:05:00+0000' }),
      entry('0e', { issuedAt: '2027-01-01T00:05:00+0000' }),
      entry('0f', { issuedAt: '2027-01-01T00:04:59+0000' }),
      entry('10', { templateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1', subject: 'CN=business-id' }),
    ];

    const { revoked, pages } = await audited({ entries, known: ['0b'] });

    expect(revoked).toEqual(['0a', '0f']);
    expect(pages).toEqual([{ ...BEGINNING, next: 7, state: 'done' }]);
  });

  it('X-10 refuses what the CA has revoked and the table, restored to an earlier time, takes for good', async () => {
    const revokedAt = '2026-12-11T00:00:00+0000';
    const entries = [entry('0a', { revokedAt }), entry('0b', { revokedAt }), entry('0c', { revokedAt }), entry('0d')];

    const { revoked, refused } = await audited({ entries, known: ['0a', '0b', '0d'], refused: ['0b'] });

    expect(refused).toEqual(['0a']);
    expect(revoked).toEqual([]);
  });

  it('goes through a long report in pages, and takes each entry once', async () => {
    const serials = Array.from({ length: 20_003 }, (_, n) => (n + 0x10_000).toString(16));
    const orphans = [serials[0], serials[9_999], serials[10_000], serials[20_002]].filter((serial) => serial !== undefined);
    const entries = serials.map((serial) =>
      entry(serial, orphans.includes(serial) ? {} : { revokedAt: '2026-12-11T00:00:00+0000' }),
    );

    const { revoked, pages } = await audited({ entries });

    expect(revoked).toEqual(orphans);
    expect(pages.map(({ next, state }) => [next, state])).toEqual([
      [10_000, 'reading'],
      [20_000, 'reading'],
      [20_003, 'done'],
    ]);
  });

  it('fails when the CA does not revoke, so that the page is tried again', async () => {
    await expect(audited({ entries: [entry('0a'), entry('0b')], failing: '0b' })).rejects.toThrow('throttled');
  });

  it('waits for a report that is being written, and not longer than a day', async () => {
    const state = (createdAt: string): AuditReportState => ({ status: 'creating', createdAt: new Date(createdAt) });

    expect((await audited({ state: state('2026-12-31T01:05:00Z') })).pages).toEqual([BEGINNING]);
    await expect(audited({ state: state('2026-12-31T01:04:59Z') })).rejects.toThrow('does not come');
  });
});
