import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS } from '../../functions/contracts/metrics.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { CHECK_EXPIRIES } from '../entry-points.ts';
import type { Resources } from './grant-capability.ts';
import { raiseDailyAlarm } from './raise-alarm.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { dailyMetric } from './service-metrics.ts';

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

    // A CA issues nothing that outlives it.
    raiseDailyAlarm(this, 'CertificateAuthorityExpiry', {
      deployment,
      metric: dailyMetric(deployment, METRICS.certificateAuthorityDaysLeft, Stats.MINIMUM),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: product.certificateDays + WARNING_DAYS,
      description: `${name}: soon the CA can issue no more`,
      page: 'certificate-authority-expiry',
    });
    raiseDailyAlarm(this, 'HolidaysMissing', {
      deployment,
      metric: dailyMetric(deployment, METRICS.holidaysMissing, Stats.MAXIMUM),
      comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      description: `${name}: the holidays of the coming year are not compared with the published ones`,
      page: 'holidays-missing',
    });
  }
}
