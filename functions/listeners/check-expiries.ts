import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import { expiryOfCertificateAuthority } from '../adapters/acm-pca/certificate-authority.ts';
import { LAST_PUBLISHED_YEAR } from '../calendar/holidays.ts';
import { METRICS, type MetricName } from '../contracts/metrics.ts';
import { systemClock } from '../runtime/dependencies.ts';
import { logger } from '../runtime/logger.ts';

type CheckDependencies = {
  expiryOfCertificateAuthority: typeof expiryOfCertificateAuthority;
  lastPublishedYear: number;
  measure: (name: MetricName, value: number) => void;
  clock: Clock;
};

const DAY_MS = 24 * 60 * 60_000;
const HALF_A_YEAR_MS = 183 * DAY_MS;

/**
 * Measures what ends unless somebody does something: how long the CA can still issue, and whether the holidays of the coming year
 * were compared (S-7). The holidays come first: they are told of even when the CA cannot be asked.
 */
export async function checkExpiries(dependencies: CheckDependencies): Promise<void> {
  const { expiryOfCertificateAuthority, lastPublishedYear, measure, clock } = dependencies;
  const now = clock.now().getTime();

  const comingYear = new Date(now + HALF_A_YEAR_MS).getUTCFullYear();
  measure(METRICS.holidaysMissing, comingYear > lastPublishedYear ? 1 : 0);

  const expiry = await expiryOfCertificateAuthority();
  measure(METRICS.certificateAuthorityDaysLeft, Math.floor((expiry.getTime() - now) / DAY_MS));
}

let wired: CheckDependencies | undefined;

/** Called by a daily schedule, whose payload says nothing. Wired on first invocation. */
export async function handler(_schedule: unknown, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= {
    expiryOfCertificateAuthority,
    lastPublishedYear: LAST_PUBLISHED_YEAR,
    measure: measureWith(new Metrics()),
    clock: systemClock,
  };

  await checkExpiries(wired);
}

/** Each by itself: a figure is out before the next one is asked for. */
function measureWith(metrics: Metrics): CheckDependencies['measure'] {
  return (name, value) => {
    metrics.addMetric(name, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  };
}
