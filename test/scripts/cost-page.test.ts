import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COUNTS, METRICS } from '../../functions/contracts/metrics.ts';
import { Assumptions, monthOf } from '../../scripts/cost-page/assumptions.ts';
import { bill, cost, total } from '../../scripts/cost-page/bill.ts';
import { type Measured, readMeasured } from '../../scripts/cost-page/measured.ts';
import { STANDING, usageOfDeployment, usageOfTenant } from '../../scripts/cost-page/month.ts';
import { ownNumbers } from '../../scripts/cost-page/own-numbers.ts';
import { COST_PAGE, costPage } from '../../scripts/cost-page/page.ts';
import { quotas } from '../../scripts/cost-page/quotas.ts';
import { usageOf } from '../../scripts/cost-page/usage.ts';
import { synthesized } from '../infra/support/synthesized.ts';

const assumed = Assumptions.parse({});
const measured = readMeasured();

const figures = { requests: 4, calls: { 'kms:GenerateMac': 4 }, roundTrips: 2, readUnits: 12, writeUnits: 0 };
const made: Measured = {
  getMe: figures,
  logIn: {
    requests: 4,
    calls: { 'kms:GenerateMac': 4, 'dynamodb:TransactWriteItems': 2 },
    roundTrips: 3,
    readUnits: 8,
    writeUnits: 10,
  },
  publishOutbox: { requests: 1, calls: {}, roundTrips: 1, readUnits: 0, writeUnits: 2 },
  sendMail: { requests: 1, calls: { 'kms:GenerateMac': 1 }, roundTrips: 3, readUnits: 1, writeUnits: 4 },
};

describe('docs/cost.md', () => {
  it('is what its tables and measurements say now; `npm run docs:cost` writes it', () => {
    expect(readFileSync(COST_PAGE, 'utf8')).toBe(costPage(measured, assumed));
  });

  it('takes numbers of one’s own, and refuses what is none', () => {
    expect(ownNumbers(['--print', 'users=50'])).toMatchObject({ print: true, assumptions: { users: 50, transfers: 40 } });
    expect(() => ownNumbers(['--print', 'people=50'])).toThrow();
    expect(() => ownNumbers(['--print', 'users=many'])).toThrow();
    expect(() => ownNumbers(['users=50'])).toThrow('add --print');
  });
});

describe('a price', () => {
  const certificates = { per: 1, tiers: [{ upTo: 1_000, usd: 0.75 }, { upTo: 10_000, usd: 0.35 }, { usd: 0.001 }] };

  it.each([
    [0, 0],
    [1_000, 750],
    [1_001, 750.35],
    [10_000, 750 + 3_150],
    [1_000_000, 750 + 3_150 + 990],
  ])('of %i certificates is each part at its tier: %f', (amount, usd) => {
    expect(cost(certificates, amount)).toBeCloseTo(usd);
  });

  it('counts by the unit it is for', () => {
    expect(cost({ per: 1_000_000, tiers: [{ usd: 4.25 }] }, 500_000)).toBeCloseTo(2.125);
  });
});

describe('what is used', () => {
  it('by a request that reads is its average', () => {
    expect(usageOf({ operation: 'getMe', times: 10 }, made, assumed)).toMatchObject({
      'api-requests': 10,
      'lambda-requests': 10,
      'read-units': 30,
      'kms-requests': 10,
    });
  });

  it('by a request that writes bears what the tour was refused', () => {
    expect(usageOf({ operation: 'logIn', times: 1 }, made, assumed)).toMatchObject({ 'read-units': 4, 'write-units': 5 });
  });

  it('by a hashing function is a whole vCPU for as long as it waits and hashes', () => {
    const [{ 'lambda-gb-seconds': reading = 0 }, { 'lambda-gb-seconds': hashing = 0 }] = ['getMe', 'logIn'].map((operation) =>
      usageOf({ operation, times: 1 }, made, assumed),
    ) as [Record<string, number>, Record<string, number>];

    expect(reading).toBeCloseTo(0.5 * (0.015 + 2 * 0.008));
    expect(hashing).toBeCloseTo((1769 / 1024) * (0.015 + 3 * 0.008 + 0.12));
  });

  it('by a mail is two functions, an event and the mail', () => {
    expect(usageOf({ operation: 'getMe', times: 1, mails: 1 }, made, assumed)).toMatchObject({
      'lambda-requests': 3,
      events: 1,
      mails: 1,
      'write-units': 6,
    });
  });

  it('grows with the tenants, but for what stands without them', () => {
    const [one, three] = [1, 3].map((tenants) => usageOfDeployment(tenants, measured, assumed));
    const tenant = usageOfTenant(measured, assumed);

    expect(three?.['api-requests']).toBeCloseTo(3 * (one?.['api-requests'] ?? 0));
    expect(three?.mails).toBeCloseTo(3 * (tenant.mails ?? 0));
    expect(three?.['kms-keys']).toBe(STANDING['kms-keys']);
  });

  it('by very many tenants is a CA more for each million of certificates that are good at once', () => {
    const authorities = (tenants: number) => usageOfDeployment(tenants, measured, assumed).authorities;

    expect([1, 199_999, 200_000, 1_000_000].map(authorities)).toEqual([1, 1, 2, 6]);
  });

  it('by every operation of a month was measured', () => {
    for (const { operation } of monthOf(assumed)) expect(measured).toHaveProperty(operation);
    expect(() => usageOf({ operation: 'unknown', times: 1 }, measured, assumed)).toThrow('has no unknown');
  });
});

it('a bill is the sum of its services', () => {
  const lines = bill({ mails: 10_000, 'kms-keys': 2, 'kms-requests': 10_000 });

  expect(lines.filter(({ usd }) => usd > 0)).toEqual([
    { service: 'KMS', usd: 2.03 },
    { service: 'SES', usd: 1 },
  ]);
  expect(total(lines)).toBeCloseTo(3.03);
});

it('a quota is reached sooner by tenants who do more', () => {
  const sooner = quotas(measured, { ...assumed, users: 50, transfers: 400, certificates: 50, resets: 3 });

  for (const [index, { what, perTenant }] of quotas(measured, assumed).entries()) {
    expect(sooner[index]?.perTenant, what).toBeGreaterThan(perTenant);
  }
});

it('what stands without a tenant is what the templates have', () => {
  const deployment = synthesized();
  const number = (type: string) => deployment.all(type).length;
  const [webAcl] = deployment.all('AWS::WAFv2::WebACL');

  expect(STANDING).toMatchObject({
    'kms-keys': number('AWS::KMS::Key'),
    authorities: number('AWS::ACMPCA::CertificateAuthority'),
    dashboards: number('AWS::CloudWatch::Dashboard'),
    'web-acls': number('AWS::WAFv2::WebACL'),
    'web-acl-rules': webAcl?.definition['Properties'].Rules.length,
  });
  for (const [counted, there] of [
    [STANDING.alarms, number('AWS::CloudWatch::Alarm')],
    [STANDING.metrics, Object.keys(COUNTS).length + Object.keys(METRICS).length],
  ] as const) {
    expect(counted).toBeGreaterThanOrEqual(there);
    expect(counted).toBeLessThan(1.5 * there);
  }
});
