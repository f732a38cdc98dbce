import { expect, it } from 'vitest';
import { checkExpiries } from '../../functions/listeners/check-expiries.ts';

async function measured(now: string, { expiry = '2036-12-01T00:00:00Z' } = {}) {
  const figures: Record<string, number> = {};
  const failed = await checkExpiries({
    expiryOfCertificateAuthority: async () => {
      if (expiry === 'unknown') throw new Error('throttled');
      return new Date(expiry);
    },
    lastPublishedYear: 2027,
    measure: (name, value) => {
      figures[name] = value;
    },
    clock: { now: () => new Date(now) },
  }).catch((error: Error) => error.message);

  return { figures, failed };
}

it('measures the whole days that the CA is good for, and those it has not been', async () => {
  const daysAt = async (now: string) => (await measured(now)).figures['CertificateAuthorityDaysLeft'];

  expect(await daysAt('2036-11-01T00:00:00Z')).toBe(30);
  expect(await daysAt('2036-11-30T00:00:01Z')).toBe(0);
  expect(await daysAt('2036-12-03T00:00:00Z')).toBe(-2);
});

it('S-7 tells half a year ahead that holidays are missing', async () => {
  const missingAt = async (now: string) => (await measured(now)).figures['HolidaysMissing'];

  expect(await missingAt('2027-06-30T23:00:00Z')).toBe(0);
  expect(await missingAt('2027-07-02T00:00:00Z')).toBe(1);
  expect(await missingAt('2028-01-01T00:00:00Z')).toBe(1);
});

it('fails when the CA cannot be asked, and still tells of the holidays', async () => {
  expect(await measured('2027-01-01T00:00:00Z', { expiry: 'unknown' })).toEqual({
    figures: { HolidaysMissing: 0 },
    failed: 'throttled',
  });
});
