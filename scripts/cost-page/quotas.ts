import { settings } from '../../infra/settings.ts';
import { type Assumptions, executionsOf, monthOf, transactionsOf } from './assumptions.ts';
import type { Measured } from './measured.ts';
import { CERTIFICATES_OF_A_CA, usageOfTenant } from './month.ts';
import { secondsOf } from './usage.ts';

/** What AWS allows an account or a resource unless more is asked for, and what comes near it. */
export type Quota = {
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  /** With one tenant, in the same unit; it grows with the tenants. */
  readonly perTenant: number;
  /** What to do before it is reached. */
  readonly way: string;
};

/** The index of waiting items has eight partitions for outbox items, of 1,000 write units a second each. */
const WAITING_UNITS = 8 * 1_000;

/** An outbox item of up to 2 KB comes into the index, and leaves it. */
const UNITS_OF_AN_OUTBOX_ITEM = 4;

/** The quotas that grow with the number of tenants. */
export function quotas(measured: Measured, a: Assumptions): readonly Quota[] {
  const usage = usageOfTenant(measured, a);
  const amount = (item: keyof typeof usage): number => usage[item] ?? 0;
  const busiest = (perMonth: number): number => ((perMonth / a.businessDays) * a.busiestHour * a.rush) / 3600;
  const busy = monthOf(a).reduce((all, { operation, times }) => all + times * secondsOf(operation, measured, a), 0);
  const issued = a.certificates / 12;

  return [
    quota(
      'our own `throttling` of the public API',
      settings.throttling.ratePerSecond,
      'a second',
      busiest(amount('api-requests')),
      'raise the setting',
    ),
    quota('API Gateway: requests of an account', 10_000, 'a second', busiest(amount('api-requests')), 'raise it'),
    quota('Lambda: functions running at once', 1_000, 'at once', busiest(busy), 'raise it'),
    quota('KMS: cryptographic operations', 20_000, 'a second', busiest(amount('kms-requests')), 'raise it'),
    quota('DynamoDB: write units of the table', 40_000, 'a second', busiest(amount('write-units')), 'raise it'),
    quota('DynamoDB: read units of the table', 40_000, 'a second', busiest(amount('read-units')), 'raise it'),
    quota(
      'DynamoDB: partitions of the index for waiting events',
      WAITING_UNITS,
      'write units a second',
      busiest(transactionsOf(a) * UNITS_OF_AN_OUTBOX_ITEM),
      'more shards in `waiting-index.ts`; it cannot be raised',
    ),
    quota('EventBridge: PutEvents', 2_400, 'a second', busiest(amount('events')), 'raise it'),
    quota(
      'SES: mails within a second',
      14,
      'a second',
      busiest(amount('mails')),
      'raise it: SES begins low and grows with use; mails wait meanwhile',
    ),
    quota('Private CA: IssueCertificate', 25, 'a second', busiest(issued), 'raise it, then `certificatesPerSecond`'),
    quota(
      'Private CA: certificates of one CA, of all its years',
      CERTIFICATES_OF_A_CA,
      'within 10 years',
      a.certificates * 10,
      'a new generation of `certificateAuthorities` before it is full',
    ),
    quota('Step Functions: StartExecution', 150, 'a second', busiest(executionsOf(a)), 'raise it; events wait meanwhile'),
    quota(
      'Step Functions: executions open at once',
      1_000_000,
      'open',
      // An order that nobody picks up is waited for 30 days.
      issued * (30 / (365 / 12)),
      'raise it',
    ),
    quota('WAF: requests of a regional web ACL', 25_000, 'a second', busiest(amount('web-acl-requests')), 'ask AWS'),
    quota('SES: mails within a day', 50_000, 'a day', amount('mails') / a.businessDays, 'raise it'),
  ];
}

function quota(what: string, limit: number, unit: string, perTenant: number, way: string): Quota {
  return { what, limit, unit, perTenant, way };
}
