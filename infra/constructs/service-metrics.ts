import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { CountName, MetricName } from '../../functions/contracts/metrics.ts';
import { type Deployment, functionName } from '../deployment.ts';
import { CHECK_EXPIRIES } from '../entry-points.ts';

/** How often something happened in the service; see functions/runtime/count.ts. */
export function countMetric({ settings: { name } }: Deployment, metricName: CountName): Metric {
  return new Metric({ namespace: name, metricName, statistic: Stats.SUM, dimensionsMap: { service: name } });
}

/** A figure that is measured once a day. */
export function dailyMetric(deployment: Deployment, metricName: MetricName, statistic: string): Metric {
  return new Metric({
    namespace: deployment.settings.name,
    metricName,
    statistic,
    period: Duration.days(1),
    dimensionsMap: { service: functionName(deployment, CHECK_EXPIRIES) },
  });
}

/** The part of the recent mails that came back for good, 0 to 1: of the whole AWS account, which is what SES judges. */
export function bounceRate(): Metric {
  return new Metric({ namespace: 'AWS/SES', metricName: 'Reputation.BounceRate', statistic: Stats.MAXIMUM });
}
