import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, type MetricName } from '../../functions/contracts/metrics.ts';
import { type AlarmedDeployment, functionName } from '../deployment.ts';
import { CHECK_EXPIRIES } from '../entry-points.ts';
import type { Resources } from './grant-capability.ts';
import { raiseDailyAlarm } from './raise-alarm.ts';
import { ScheduledFunction } from './scheduled-function.ts';

type ExpiryChecksProps = { readonly deployment: AlarmedDeployment; readonly resources: Resources };

/** Time to add a CA to the settings and deploy it, before the one that issues can issue no more. */
const WARNING_DAYS = 90;

/** Every day measures what ends unless somebody does something: the CA, and the holidays that are known. */
export class ExpiryChecks extends Construct {
  constructor(scope: Construct, id: string, { deployment, resources }: ExpiryChecksProps) {
    super(scope, id);
    const { name, product } = deployment.settings;

    const check = new ScheduledFunction(this, 'Check', {
      deployment,
      entryPoint: CHECK_EXPIRIES,
      description: 'Measures how long the CA is good, and whether the holidays of the coming year are known',
      timeout: Duration.seconds(20),
      environment: { POWERTOOLS_METRICS_NAMESPACE: name },
      runs: 'checks of what expires',
      retry: { attempts: 2, maxAge: Duration.hours(6) },
      schedules: [
        {
          id: 'Schedule',
          description: 'Checks what expires, at 9:00 in Tokyo',
          expression: 'cron(0 9 * * ? *)',
          timezone: 'Asia/Tokyo',
        },
      ],
    });
    check.use(resources, ['certificate-authority.describe']);

    const metric = (metricName: MetricName, statistic: string) =>
      new Metric({
        namespace: name,
        metricName,
        statistic,
        dimensionsMap: { service: functionName(deployment, CHECK_EXPIRIES) },
      });

    // A CA issues nothing that outlives it.
    raiseDailyAlarm(this, 'CertificateAuthorityExpiry', {
      deployment,
      metric: metric(METRICS.certificateAuthorityDaysLeft, Stats.MINIMUM),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: product.certificateDays + WARNING_DAYS,
      description: `${name}: soon the CA can issue no more: add another to certificateAuthorities of infra/settings.ts`,
    });
    raiseDailyAlarm(this, 'HolidaysMissing', {
      deployment,
      metric: metric(METRICS.holidaysMissing, Stats.MAXIMUM),
      comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      description: `${name}: the holidays of the coming year are to be compared with the published ones (functions/calendar/holidays.ts)`,
    });
  }
}
