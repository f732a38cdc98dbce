import { beforeAll, expect, it } from 'vitest';
import { functionNamed, grantsOf } from './support/policies.ts';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

const PRODUCT = { certificateDays: 400 };

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized({ product: PRODUCT });
});

const check = () => functionNamed(deployment, 'business-id-check-expiries');
const alarm = (metric: string) =>
  only(
    deployment.all('AWS::CloudWatch::Alarm').filter(({ definition }) => definition['Properties'].MetricName === metric),
    metric,
  ).definition['Properties'];

it.each([
  [
    'the CA can issue no more in 90 days, since nothing it issues outlives it',
    'CertificateAuthorityDaysLeft',
    { ComparisonOperator: 'LessThanThreshold', Threshold: PRODUCT.certificateDays + 90, Statistic: 'Minimum' },
  ],
  [
    'S-7 the holidays of the coming year are missing',
    'HolidaysMissing',
    { ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 1, Statistic: 'Maximum' },
  ],
])('an alarm goes off when %s, or when nobody has looked for two days', (_, metric, properties) => {
  expect(alarm(metric)).toMatchObject({
    ...properties,
    Period: 86_400,
    EvaluationPeriods: 2,
    TreatMissingData: 'breaching',
  });
});

it('the alarms watch what the function measures', () => {
  const { Variables } = check().definition['Properties'].Environment;

  for (const metric of ['CertificateAuthorityDaysLeft', 'HolidaysMissing']) {
    expect(alarm(metric).Namespace).toBe(Variables.POWERTOOLS_METRICS_NAMESPACE);
    expect(alarm(metric).Dimensions).toEqual([{ Name: 'service', Value: Variables.POWERTOOLS_SERVICE_NAME }]);
  }
});

it('the function runs every day in Tokyo, and may ask the CA how it is and nothing else', () => {
  const schedule = only(
    deployment
      .all('AWS::Scheduler::Schedule')
      .filter(({ definition }) => refersTo(definition['Properties'].Target.Arn, check().id)),
    'schedule',
  );
  const actions = grantsOf(deployment, check()).flatMap((statement) => statement.actions);

  expect(schedule.definition['Properties']).toMatchObject({
    ScheduleExpression: 'cron(0 9 * * ? *)',
    ScheduleExpressionTimezone: 'Asia/Tokyo',
  });
  expect(actions.filter((action) => !/^(logs|sqs):/.test(action))).toEqual(['acm-pca:DescribeCertificateAuthority']);
});
