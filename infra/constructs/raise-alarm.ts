import { Duration } from 'aws-cdk-lib';
import { type ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';

/** Tells the alarm topic as soon as the metric, summed or peaked over five minutes, reaches 1. */
export function raiseAlarm(
  scope: Construct,
  id: string,
  { metric, description, deployment }: { metric: Metric; description: string; deployment: AlarmedDeployment },
): void {
  const alarm = metric.with({ period: Duration.minutes(5) }).createAlarm(scope, `${id}Alarm`, {
    alarmDescription: description,
    threshold: 1,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });

  alarm.addAlarmAction(new SnsAction(deployment.alarms));
}

type DailyAlarmProps = {
  readonly metric: Metric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  readonly description: string;
  readonly deployment: AlarmedDeployment;
};

/** Tells the alarm topic when a figure that is measured once a day is on the wrong side, or missing, for two days. */
export function raiseDailyAlarm(scope: Construct, id: string, props: DailyAlarmProps): void {
  const { metric, comparison, threshold, description, deployment } = props;
  const alarm = metric.with({ period: Duration.days(1) }).createAlarm(scope, `${id}Alarm`, {
    alarmDescription: description,
    comparisonOperator: comparison,
    threshold,
    evaluationPeriods: 2,
    treatMissingData: TreatMissingData.BREACHING,
  });

  alarm.addAlarmAction(new SnsAction(deployment.alarms));
}
