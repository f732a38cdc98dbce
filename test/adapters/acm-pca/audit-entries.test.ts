import { describe, expect, it } from 'vitest';
import { type AuditedCertificate, auditEntries } from '../../../functions/adapters/acm-pca/audit-entries.ts';

const AUTHORITY = 'arn:aws:acm-pca:ap-northeast-1:123456789012:certificate-authority/11111111-1111-1111-1111-111111111111';

/** As the AWS user guide shows an entry. */
const ENTRY = {
  awsAccountId: '123456789012',
  requestedByServicePrincipal: '',
  certificateArn: `${AUTHORITY}/certificate/e8cbd2bedb12`,
  serial: 'e8:cb:d2:be:db:12',
  subject: 'CN=3354648652,O=Aoba Trading',
  notBefore: '2026-11-30T18:39:57+0000',
  notAfter: '2027-12-01T19:39:57+0000',
  issuedAt: '2026-12-01T19:39:58+0000',
  templateArn: 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1',
};

async function* piecesOf(text: string, size: number) {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

async function read(text: string, size = text.length): Promise<(AuditedCertificate | undefined)[]> {
  const entries: (AuditedCertificate | undefined)[] = [];
  for await (const entry of auditEntries(piecesOf(text, size))) entries.push(entry);

  return entries;
}

async function readOne(changes: object): Promise<AuditedCertificate | undefined> {
  const [entry, ...others] = await read(JSON.stringify([{ ...ENTRY, ...changes }]));
  expect(others).toEqual([]);

  return entry;
}

describe('an entry of an audit report', () => {
  it('tells whose certificate it is, its times, and how it is named here', async () => {
    expect(await readOne({})).toEqual({
      certificateArn: ENTRY.certificateArn,
      serialNumber: 'e8cbd2bedb12',
      userId: '3354648652',
      issuedAt: new Date('2026-12-01T19:39:58Z'),
      notAfter: new Date('2027-12-01T19:39:57Z'),
      isRevoked: false,
    });
  });

  it.each([
    ['of a revoked certificate', { revokedAt: '2026-12-01T20:00:36+0000', revocationReason: 'KEY_COMPROMISE' }, true],
    ['with a reason for nothing', { revocationReason: 'UNSPECIFIED' }, false],
    ['with an empty time', { revokedAt: '', revocationReason: 'UNSPECIFIED' }, false],
  ])('%s is taken for what it is', async (_, changes, isRevoked) => {
    expect(await readOne(changes)).toMatchObject({ isRevoked });
  });

  it.each([
    ['a comma', 'CN=3354648652,O=Aoba\\, Inc.'],
    ['what looks like another user', 'CN=3354648652,O=Aoba\\,CN=1111111111'],
    ['a backslash at its end', 'O=Aoba\\\\,CN=3354648652'],
    ['attributes before it', '2.5.4.5=#012345,CN=3354648652,OU=Sales,O=Aoba'],
  ])('is read with %s in the subject', async (_, subject) => {
    expect(await readOne({ subject })).toMatchObject({ userId: '3354648652' });
  });

  it('of another template is none of a client', async () => {
    const root = {
      templateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1',
      subject: 'CN=business-id client certificates',
    };

    expect(await readOne(root)).toBeUndefined();
    expect(await readOne({ templateArn: undefined })).toBeUndefined();
  });

  it.each([
    ['no common name', { subject: 'O=Aoba Trading' }],
    ['a common name that is no user ID', { subject: 'CN=335464865,O=Aoba Trading' }],
    ['two common names', { subject: 'CN=3354648652,CN=1111111111' }],
  ])('with %s is passed over: what is misread would be revoked', async (_, changes) => {
    expect(await readOne(changes)).toBeUndefined();
  });

  it.each([
    ['a time of another form', { issuedAt: '2026-12-01 19:39:58' }],
    ['no serial number', { serial: '' }],
  ])('with %s is refused', async (_, changes) => {
    await expect(readOne(changes)).rejects.toThrow();
  });
});

describe('an audit report', () => {
  it('reads the same in pieces of any size, whatever a name is made of', async () => {
    const names = ['"}, {"', 'a\\b', '{[', ']}', '株式会社あおば商事'];
    const entries = names.map((name, n) => ({
      ...ENTRY,
      serial: `0${n}:ff`,
      subject: `CN=335464865${n},O=${name.replaceAll(/[\\,"]/g, '\\$&')}`,
    }));
    const text = JSON.stringify(entries, undefined, 1);
    const whole = await read(text);

    expect(whole.map((entry) => entry?.serialNumber)).toEqual(['00ff', '01ff', '02ff', '03ff', '04ff']);
    for (const size of [1, 2, 7, 100, 501]) expect(await read(text, size)).toEqual(whole);
  });

  it('without entries has none', async () => {
    expect(await read('[]')).toEqual([]);
    expect(await read(' [ ]\n', 1)).toEqual([]);
  });

  it.each([
    ['in an entry', -20],
    ['behind an entry', -1],
  ])('that ends %s is refused', async (_, end) => {
    await expect(read(JSON.stringify([ENTRY, ENTRY]).slice(0, end))).rejects.toThrow('ends halfway');
  });

  it('of another form is refused', async () => {
    for (const text of ['', 'no report', '{"entries":[]}', '[{"entry":{"serial":"00"}}]'])
      await expect(read(text)).rejects.toThrow();
  });
});
