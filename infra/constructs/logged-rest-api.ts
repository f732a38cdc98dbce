import { AccessLogFormat, EndpointType, LogGroupLogDestination, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type AlarmedDeployment, removalPolicy } from '../deployment.ts';
import { raiseAlarm } from './raise-alarm.ts';

const STAGE = 'live';

/** One line per request: no header, no body, and the path with its variables' names in place of their values. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
  method: '$context.httpMethod',
  path: '$context.resourcePath',
  status: '$context.status',
  problem: '$context.error.responseType',
  responseLength: '$context.responseLength',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
};

type LoggedRestApiProps = {
  readonly deployment: AlarmedDeployment;
  readonly name: string;
  readonly policy?: PolicyDocument;
  /** Switches off the host that API Gateway gives to every API: no request gets past the hosts of the settings. */
  readonly onOwnHostsOnly?: boolean;
};

/** A regional REST API without routes: throttled, traced, with access log, execution log of errors, and an alarm on 5XX. */
export function loggedRestApi(
  scope: Construct,
  { deployment, name, policy, onOwnHostsOnly = false }: LoggedRestApiProps,
): RestApi {
  const kept = { retention: deployment.settings.logRetentionDays, removalPolicy: removalPolicy(deployment) };
  const { ratePerSecond, burst } = deployment.settings.throttling;

  const restApi = new RestApi(scope, 'Api', {
    restApiName: name,
    policy,
    disableExecuteApiEndpoint: onOwnHostsOnly,
    endpointTypes: [EndpointType.REGIONAL],
    cloudWatchRole: false,
    deployOptions: {
      stageName: STAGE,
      accessLogDestination: new LogGroupLogDestination(new LogGroup(scope, 'AccessLog', kept)),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      loggingLevel: MethodLoggingLevel.ERROR,
      // Never: it would write bodies, with passwords in them, to the log.
      dataTraceEnabled: false,
      tracingEnabled: true,
      throttlingRateLimit: ratePerSecond,
      throttlingBurstLimit: burst,
    },
  });

  // CDK's own output names the host of API Gateway, which may be off; ours name the hosts that answer.
  restApi.node.tryRemoveChild('Endpoint');

  // API Gateway makes this group itself when it is missing, and then keeps every entry for ever.
  const executionLog = new LogGroup(scope, 'ExecutionLog', {
    ...kept,
    logGroupName: `API-Gateway-Execution-Logs_${restApi.restApiId}/${STAGE}`,
  });
  restApi.deploymentStage.node.addDependency(executionLog);

  raiseAlarm(scope, 'ServerErrors', {
    metric: restApi.metricServerError(),
    description: `${name} answered 5XX`,
    page: 'server-errors',
    deployment,
  });

  return restApi;
}
