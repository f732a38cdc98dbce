import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Dashboard, type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { COUNTS, type CountName, METRICS } from '../../functions/contracts/metrics.ts';
import { found, graph, type Searched } from '../constructs/graph.ts';
import { bounceRate, countMetric, dailyMetric } from '../constructs/service-metrics.ts';
import type { Deployment } from '../deployment.ts';

type DashboardStackProps = StackProps & {
  readonly deployment: Deployment;
  readonly restApis: readonly RestApi[];
  readonly table: Table;
};

/**
 * The one dashboard of a deployment: from top to bottom requests, what carries them, what they are about. Functions, queues and
 * state machines are searched for: imported, none could be removed while the dashboard names it.
 */
export class DashboardStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, restApis, table, ...props }: DashboardStackProps) {
    super(scope, id, props);
    const { name } = deployment.settings;

    const ofApis = (title: string, metricOf: (restApi: RestApi, label: string) => Metric) =>
      graph(
        title,
        restApis.map((restApi) => metricOf(restApi, restApi.restApiName)),
      );
    const ofTable = (title: string, ...names: readonly string[]) =>
      graph(
        title,
        names.map((metricName) => table.metric(metricName, { statistic: Stats.SUM })),
      );
    const sumOfEach = (title: string, each: Searched, metricName: string) =>
      graph(title, [found({ each, metricName, statistic: 'Sum', deploymentName: name })]);
    const peakOfEach = (title: string, each: Searched, metricName: string) =>
      graph(title, [found({ each, metricName, statistic: 'Maximum', deploymentName: name })]);
    const counts = (title: string, ...names: readonly CountName[]) =>
      graph(
        title,
        names.map((one) => countMetric(deployment, one)),
      );

    new Dashboard(this, 'Dashboard', {
      dashboardName: name,
      defaultInterval: Duration.days(1),
      widgets: [
        [
          ofApis('Requests', (restApi, label) => restApi.metricCount({ label })),
          ofApis('Answers 4XX, throttled requests among them', (restApi, label) => restApi.metricClientError({ label })),
          ofApis('Answers 5XX', (restApi, label) => restApi.metricServerError({ label })),
        ],
        [
          ofApis('Latency of half of the requests', (restApi, label) => restApi.metricLatency({ label, statistic: Stats.p(50) })),
          ofApis('Latency of all but 1 %', (restApi, label) => restApi.metricLatency({ label, statistic: Stats.p(99) })),
          ofTable('Table: throttles and conflicts', 'ReadThrottleEvents', 'WriteThrottleEvents', 'TransactionConflict'),
        ],
        [
          sumOfEach('Functions: errors', 'functions', 'Errors'),
          sumOfEach('Functions: throttles', 'functions', 'Throttles'),
          peakOfEach('Functions: how late the stream is read', 'functions', 'IteratorAge'),
        ],
        [
          peakOfEach('Dead-letter queues', 'queues', 'ApproximateNumberOfMessagesVisible'),
          sumOfEach('State machines: failed executions', 'stateMachines', 'ExecutionsFailed'),
          sumOfEach('State machines: executions that timed out', 'stateMachines', 'ExecutionsTimedOut'),
        ],
        [
          counts('Logins', COUNTS.logins, COUNTS.loginsFailed, COUNTS.loginsLimited),
          counts('Locks and resets', COUNTS.credentialsLocked, COUNTS.credentialsReset),
          counts(
            'Approvals',
            COUNTS.approvalRequestsSubmitted,
            COUNTS.approvalRequestsEnded,
            COUNTS.transfersApproved,
            COUNTS.transferApprovalsCancelled,
          ),
        ],
        [
          counts(
            'Mails',
            COUNTS.mailsSent,
            COUNTS.mailsRefused,
            COUNTS.mailsTooLate,
            COUNTS.mailsBounced,
            COUNTS.mailsComplained,
          ),
          graph('Part of the mails that bounce', [bounceRate()]),
          counts(
            'Certificates',
            COUNTS.certificatesOrdered,
            COUNTS.certificatesIssued,
            COUNTS.certificatesExpiring,
            COUNTS.certificatesRevoked,
          ),
        ],
        [graph('Days until the CA expires', [dailyMetric(deployment, METRICS.certificateAuthorityDaysLeft, Stats.MINIMUM)])],
      ],
    });
  }
}
