import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type EventInvokeConfigOptions,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Capability } from '../../functions/contracts/capabilities.ts';
import type { TableAccess } from '../../functions/contracts/table.ts';
import { type AlarmedDeployment, functionName, removalPolicy } from '../deployment.ts';
import { bundleFolder, type EntryPoint } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { grantOf, type Resources } from './grant-capability.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { sendTracesStatement, tableKeyStatement, tableStatements, writeLogsStatement } from './statements.ts';

export type ServiceFunctionProps = {
  readonly deployment: AlarmedDeployment;
  readonly entryPoint: EntryPoint;
  /** Ends the name of a function whose handler others have too. */
  readonly nameSuffix?: string;
  readonly description: string;
  readonly timeout: Duration;
  /** In MB; CPU grows with it. 512 suits a handler that waits for DynamoDB most of its time. */
  readonly memorySize?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** How many run at the same time at most; Lambda refuses more. */
  readonly reservedConcurrency?: number;
  /** How failed asynchronous invocations are retried, and where they end. */
  readonly asynchronous?: EventInvokeConfigOptions;
};

/** A function with its own role, log group and error alarm. It starts with no right but to write its log and traces. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);

    const { deployment, entryPoint } = props;
    const name = functionName(deployment, entryPoint, props.nameSuffix);

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: deployment.settings.logRetentionDays,
      removalPolicy: removalPolicy(deployment),
    });

    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(writeLogsStatement(logGroup.logGroupArn), sendTracesStatement());
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Traces know no resources: AWS documents the statement with *. A test keeps every other statement from it',
    });

    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: name,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundleFolder(deployment.bundles, entryPoint)),
      handler: 'index.handler',
      role: this.role,
      timeout: props.timeout,
      memorySize: props.memorySize ?? 512,
      reservedConcurrentExecutions: props.reservedConcurrency,
      environment: {
        SETTINGS: JSON.stringify(deployment.settings.product),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        POWERTOOLS_METRICS_NAMESPACE: deployment.settings.name,
        ...props.environment,
      },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...props.asynchronous,
    });

    raiseAlarm(this, 'Errors', {
      metric: this.lambda.metricErrors(),
      description: `${name} failed: an invocation threw or timed out`,
      page: 'function-errors',
      deployment,
    });
  }

  /** Grants exactly these items of the table. */
  useTable({ table, tableKey }: DataStack, access: TableAccess): void {
    this.lambda.addEnvironment('TABLE_NAME', table.tableName);
    this.allow(...tableStatements(table.tableArn, access), tableKeyStatement(tableKey.keyArn, Stack.of(this).region));
  }

  /** Grants keys and CAs, and names them in the environment. No function ever sees a key. */
  use(resources: Resources, capabilities: readonly Capability[]): void {
    for (const capability of capabilities) {
      const { environment, statements } = grantOf(capability, resources);

      for (const [variable, value] of Object.entries(environment)) this.lambda.addEnvironment(variable, value);
      this.allow(...statements);
    }
  }

  /** Grants what no other method does. */
  allow(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}
