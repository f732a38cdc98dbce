import { type Duration, Stack } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type EventInvokeConfigOptions,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AUTHENTICATOR_KEY } from '../../functions/contracts/authenticator-key.ts';
import { MAILED_SECRET_KEYS, type MailedSecretPurpose } from '../../functions/contracts/mailed-secret-keys.ts';
import type { TableAccess } from '../../functions/contracts/table.ts';
import { type AlarmedDeployment, functionName, removalPolicy } from '../deployment.ts';
import { bundleFolder, type EntryPoint } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { raiseAlarm } from './raise-alarm.ts';
import {
  authenticatorSecretStatement,
  generateMacStatement,
  tableKeyStatement,
  tableStatements,
  writeLogsStatement,
} from './statements.ts';

type ServiceFunctionProps = {
  readonly deployment: AlarmedDeployment;
  readonly entryPoint: EntryPoint;
  readonly description: string;
  readonly timeout: Duration;
  /** In MB; CPU grows with it. 512 suits a handler that waits for DynamoDB most of its time. */
  readonly memorySize?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** How failed asynchronous invocations are retried, and where they end. */
  readonly asynchronous?: EventInvokeConfigOptions;
};

/** A function with its own role, log group and error alarm. It starts with no right but to write its log. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);

    const { deployment, entryPoint } = props;
    const name = functionName(deployment, entryPoint);

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: deployment.settings.logRetentionDays,
      removalPolicy: removalPolicy(deployment),
    });

    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(writeLogsStatement(logGroup.logGroupArn));

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
      environment: {
        SETTINGS: JSON.stringify(deployment.settings.product),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...props.environment,
      },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...props.asynchronous,
    });

    raiseAlarm(this, 'Errors', {
      metric: this.lambda.metricErrors(),
      description: `${name} failed: an invocation threw or timed out`,
      deployment,
    });
  }

  /** Grants exactly these items of the table. */
  useTable({ table, tableKey }: DataStack, access: TableAccess): void {
    this.lambda.addEnvironment('TABLE_NAME', table.tableName);
    this.allow(...tableStatements(table.tableArn, access), tableKeyStatement(tableKey.keyArn, Stack.of(this).region));
  }

  /** Lets the function derive mailed secrets of these kinds (C-12), without ever seeing a key. */
  deriveMailedSecrets({ mailedSecretKeys }: DataStack, purposes: readonly MailedSecretPurpose[]): void {
    for (const purpose of purposes) {
      this.lambda.addEnvironment(MAILED_SECRET_KEYS[purpose], mailedSecretKeys[purpose].keyId);
      this.allow(generateMacStatement(mailedSecretKeys[purpose].keyArn));
    }
  }

  /** Lets the function fingerprint the bodies of requests with an `Idempotency-Key`. */
  fingerprintBodies({ fingerprintKey }: DataStack): void {
    this.lambda.addEnvironment('FINGERPRINT_KEY_ID', fingerprintKey.keyId);
    this.allow(generateMacStatement(fingerprintKey.keyArn));
  }

  /** Lets the function digest login IDs, to count the failures of each. */
  digestLoginIds({ loginIdKey }: DataStack): void {
    this.lambda.addEnvironment('LOGIN_ID_KEY_ID', loginIdKey.keyId);
    this.allow(generateMacStatement(loginIdKey.keyArn));
  }

  /** Lets the function encrypt or decrypt secrets of authenticators (C-12). */
  useAuthenticatorSecrets({ authenticatorKey }: DataStack, uses: readonly ('encrypt' | 'decrypt')[]): void {
    if (uses.length === 0) return;

    this.lambda.addEnvironment(AUTHENTICATOR_KEY.variable, authenticatorKey.keyId);
    this.allow(...uses.map((use) => authenticatorSecretStatement(authenticatorKey.keyArn, use)));
  }

  /** Grants what no other method does. */
  allow(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}
