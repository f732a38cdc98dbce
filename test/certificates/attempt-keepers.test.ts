import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Certificate } from '../../domain/certificates/certificate.ts';
import type { IssueAttempt } from '../../domain/certificates/issue-attempt.ts';
import { attemptsOfCertificate } from '../../functions/certificates/attempt-keepers.ts';
import { Settings } from '../../functions/contracts/settings.ts';

// What comes in between the reading of a certificate and the keeping of an attempt at renewing it.

const database = mockClient(DynamoDBDocumentClient);
const settings = Settings.parse({});

const KNOWN: Certificate = {
  thumbprint: 'aa11',
  serialNumber: '5f3a',
  certificateArn: 'arn:ca/certificate/5f3a',
  userId: '1453935789',
  subscriptionId: 'sJ5kP0qR8tVw',
  serviceId: 'c9Rt4WmQ2xLp',
  notBefore: '2026-12-01T00:00:00.000Z',
  notAfter: '2027-12-01T00:00:00.000Z',
  acquisitionHash: 'hash',
  version: 1,
};
const ATTEMPT: IssueAttempt = { token: 't-1', signingRequest: 'csr', startedAt: '2026-12-01T00:00:00.000Z' };

/** The item as it has become since it was read; a save is taken on condition of its version. */
function stored(changes: Partial<Certificate>): void {
  let item: object = { PK: 'x', SK: 'y', ...KNOWN, ...changes };

  database.on(GetCommand).callsFake(() => ({ Item: item }));
  database.on(PutCommand).callsFake(({ Item, ExpressionAttributeValues }) => {
    if (ExpressionAttributeValues[':before'] !== (item as Certificate).version) {
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    }
    item = Item;

    return {};
  });
}

const attempts = () => attemptsOfCertificate('aoba', KNOWN, settings);

beforeEach(() => {
  database.reset();
  vi.stubEnv('TABLE_NAME', 'table');
  vi.stubEnv('AWS_REGION', 'ap-northeast-1');
});

describe('an attempt at a renewal', () => {
  it('is kept when nothing came in between, and when only what it has not decided on did', async () => {
    stored({});
    expect(await attempts().save(ATTEMPT, undefined)).toBe('kept');

    stored({ remindedDays: 30, version: 2 });
    const later = attempts();
    expect(await later.save(ATTEMPT, undefined)).toBe('kept');
    expect(later.latest()).toMatchObject({ remindedDays: 30, renewalAttempt: ATTEMPT, version: 3 });
  });

  it.each([
    ['X-11 the certificate was revoked', { revokedAt: '2026-12-01T00:00:01.000Z' }],
    ['X-8 another renewal was done', { replacedBy: 'bb22' }],
    ['X-7 a reminder opened an order', { renewalOrderId: '1453935789Qm7dT2xVb9Ka' }],
  ])('is not kept when %s, and what is decided on stays as it was read', async (_, changes) => {
    stored({ ...changes, version: 2 });
    const overtaken = attempts();

    expect(await overtaken.save(ATTEMPT, undefined)).toBe('overtaken');
    expect(overtaken.latest()).toEqual(KNOWN);
  });

  it('R-4 ends whatever came in between, so that what it has left is known', async () => {
    stored({});
    const kept = attempts();
    await kept.save(ATTEMPT, undefined);
    stored({ revokedAt: '2026-12-01T00:00:01.000Z', renewalAttempt: ATTEMPT, version: 3 });

    expect(await kept.update({ ...ATTEMPT, over: true }, ATTEMPT)).toBe('kept');
  });

  it('X-11 R-4 keeps what the authority calls the certificate whatever came in between, and does not pass that over', async () => {
    stored({});
    const kept = attempts();
    await kept.save(ATTEMPT, undefined);
    const decidedOn = kept.latest();
    stored({ revokedAt: '2026-12-01T00:00:01.000Z', renewalAttempt: ATTEMPT, version: 3 });
    const known = { ...ATTEMPT, certificateArn: 'arn:ca/certificate/6b4c' };

    expect(await kept.update(known, ATTEMPT)).toBe('kept');
    expect(await kept.update({ ...known, over: true }, known)).toBe('kept');
    expect(kept.latest()).toEqual(decidedOn);
  });

  it('is not kept beside that of another request', async () => {
    stored({ renewalAttempt: { ...ATTEMPT, token: 't-2' }, version: 2 });

    expect(await attempts().save(ATTEMPT, undefined)).toBe('overtaken');
  });
});
