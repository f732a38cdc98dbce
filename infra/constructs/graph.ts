import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** CloudWatch's grid has 24 columns: three graphs in a row. */
const [WIDTH, HEIGHT] = [8, 6];

export function graph(title: string, metrics: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...metrics], width: WIDTH, height: HEIGHT, liveData: true });
}

/** What is told apart by names that all begin with the deployment's. */
const KINDS = {
  functions: 'AWS/Lambda,FunctionName',
  queues: 'AWS/SQS,QueueName',
  stateMachines: 'AWS/States,StateMachineArn',
} as const;

export type Searched = keyof typeof KINDS;

type Search = {
  readonly each: Searched;
  readonly metricName: string;
  readonly statistic: 'Sum' | 'Maximum';
  readonly deploymentName: string;
};

/**
 * One line for each of a kind that has the metric, those that are added later too. CloudWatch finds words, not beginnings: another
 * deployment of the account shows up if its name has the same words.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function found({ each, metricName, statistic, deploymentName }: Search): MathExpression {
  const words = deploymentName.split('-').filter((word) => word !== '');
  const terms = [`MetricName="${metricName}"`, ...words].join(' AND ');

  return new MathExpression({
    expression: `SEARCH('{${KINDS[each]}} ${terms}', '${statistic}')`,
    label: '',
    period: Duration.minutes(5),
  });
}
