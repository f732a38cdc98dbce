import { Duration } from 'aws-cdk-lib';
import { type ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';

/** The pages of docs/runbook: one for each kind of alarm. */
export type RunbookPage =
  | 'function-errors'
  | 'server-errors'
  | 'workflow-failed'
  | 'outbox-late'
  | 'outbox-undelivered'
  | 'mail-undelivered'
  | 'mail-refused'
  | 'mail-bounced'
  | 'mail-feedback-undelivered'
  | 'workflow-not-started'
  | 'schedule-not-run'
  | 'certificate-authority-expiry'
  | 'holidays-missing';

type AlarmProps = {
  readonly metric: Metric;
  /** 1, unless it says otherwise. */
  readonly threshold?: number;
  readonly description: string;
  /** Says what the alarm means, how to look and what to do. */
  readonly page: RunbookPage;
  readonly deployment: AlarmedDeployment;
};

/** Tells the alarm topic as soon as the metric, summed or peaked over five minutes, reaches the threshold. */
export function raiseAlarm(scope: Construct, id: string, props: AlarmProps): void {
  const { metric, threshold = 1, description, page, deployment } = props;
  const alarm = metric.with({ period: Duration.minutes(5) }).createAlarm(scope, `${id}Alarm`, {
    alarmDescription: withPage(description, page),
    threshold,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });

  alarm.addAlarmAction(new SnsAction(deployment.alarms));
}

type DailyAlarmProps = AlarmProps & { readonly comparison: ComparisonOperator; readonly threshold: number };

/** Tells the alarm topic when a figure that is measured once a day (`dailyMetric`) is on the wrong side, or missing, for two days. */
export function raiseDailyAlarm(scope: Construct, id: string, props: DailyAlarmProps): void {
  const { metric, comparison, threshold, description, page, deployment } = props;
  const alarm = metric.createAlarm(scope, `${id}Alarm`, {
    alarmDescription: withPage(description, page),
    comparisonOperator: comparison,
    threshold,
    evaluationPeriods: 2,
    treatMissingData: TreatMissingData.BREACHING,
  });

  alarm.addAlarmAction(new SnsAction(deployment.alarms));
}

/** Whoever is mailed the alarm reads where to go on. */
function withPage(description: string, page: RunbookPage): string {
  return `${description}. What to do: docs/runbook/${page}.md`;
}
