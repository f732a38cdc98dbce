import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CountName } from '../contracts/metrics.ts';
import { environment } from './environment.ts';

/** Counts each name once; the same name may stand there several times. */
export type Count = (...names: readonly CountName[]) => void;

let metrics: Metrics | undefined;

/**
 * Counts in a line of the function's log, which CloudWatch makes metrics of: no call, no grant. Whichever function counts,
 * the dimension is the whole service, so that each name has one sum.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html
 */
export const count: Count = (...names) => {
  if (names.length === 0) return;

  metrics ??= new Metrics({ serviceName: environment('POWERTOOLS_METRICS_NAMESPACE') });
  for (const name of names) metrics.addMetric(name, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};
