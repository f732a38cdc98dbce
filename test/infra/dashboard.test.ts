import { beforeAll, expect, it } from 'vitest';
import { COUNTS } from '../../functions/contracts/metrics.ts';
import { only, type Synthesized, synthesized } from './support/synthesized.ts';

type Widget = { properties: { title: string; metrics: unknown[][] } };

let deployment: Synthesized;
let widgets: Widget[];

beforeAll(() => {
  deployment = synthesized();
  const { DashboardBody } = only(deployment.all('AWS::CloudWatch::Dashboard'), 'dashboard').definition['Properties'];

  // What CloudFormation fills in stands between quotes.
  const [separator, parts]: [string, unknown[]] = DashboardBody['Fn::Join'];
  ({ widgets } = JSON.parse(
    parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'"))).join(separator),
  ));
});

const properties = (type: string) => deployment.all(type).map(({ definition }) => definition['Properties']);
const lines = () => widgets.flatMap((widget) => widget.properties.metrics);
/** Namespace, name and dimensions of every line. */
const shown = () => lines().map((line) => line.filter((part) => typeof part === 'string').join(' '));

it('the dashboard shows each count of the service once, as functions count it', () => {
  const [{ Environment }] = properties('AWS::Lambda::Function').filter(
    ({ FunctionName }) => FunctionName === 'business-id-log-in',
  );
  const namespace = Environment.Variables.POWERTOOLS_METRICS_NAMESPACE;

  const counts = shown().filter((line) => line.endsWith(` service ${namespace}`));
  expect(counts.toSorted()).toEqual(
    Object.values(COUNTS)
      .map((name) => `${namespace} ${name} service ${namespace}`)
      .toSorted(),
  );
});

it('the dashboard shows requests, errors and latencies of every API', () => {
  for (const { Name } of properties('AWS::ApiGateway::RestApi')) {
    for (const metric of ['Count', '4XXError', '5XXError', 'Latency']) {
      expect(shown()).toContain(`AWS/ApiGateway ${metric} ApiName ${Name}`);
    }
  }
});

it('the dashboard shows what alarms of functions, queues and state machines watch', () => {
  const searches = lines().flatMap(([line]) => (line as { expression?: string }).expression ?? []);
  const watched = properties('AWS::CloudWatch::Alarm')
    .filter(({ Namespace }) => ['AWS/Lambda', 'AWS/SQS', 'AWS/States'].includes(Namespace))
    .map(
      ({ Namespace, MetricName, Dimensions: [{ Name }] }) =>
        `{${Namespace},${Name}} MetricName="${MetricName}" AND business AND id'`,
    );

  for (const metric of new Set(watched))
    expect(
      searches.filter((search) => search.includes(metric)),
      metric,
    ).toHaveLength(1);
});

it('the dashboard has a graph for each thing, and less than 500 of them', () => {
  const titles = widgets.map(({ properties: { title } }) => title);

  expect(titles.length).toBeLessThan(500);
  expect(new Set(titles).size).toBe(titles.length);
});
