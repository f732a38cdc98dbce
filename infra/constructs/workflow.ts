import { Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, type IChainable, LogLevel, QueryLanguage, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type AlarmedDeployment, removalPolicy } from '../deployment.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { deliverLogsStatement, invokeFunctionStatement, sampleTracesStatement } from './statements.ts';

type WorkflowProps = {
  readonly deployment: AlarmedDeployment;
  /** Last part of the state machine's name: `purge`. */
  readonly name: string;
  readonly comment: string;
  readonly definition: IChainable;
  /** What its tasks invoke; it may invoke nothing else. */
  readonly functions: readonly IFunction[];
};

/** A state machine with its own role and log group, and an alarm for the first execution that fails. */
export class Workflow extends Construct {
  readonly stateMachineArn: string;

  constructor(scope: Construct, id: string, { deployment, name, comment, definition, functions }: WorkflowProps) {
    super(scope, id);

    const stateMachineName = `${deployment.settings.name}-${name}`;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    for (const { functionArn } of functions) role.addToPolicy(invokeFunctionStatement(functionArn));
    role.addToPolicy(deliverLogsStatement());
    role.addToPolicy(sampleTracesStatement());
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Log delivery and traces know no resources: AWS documents both statements with *',
    });

    const stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      comment,
      definitionBody: DefinitionBody.fromChainable(definition),
      queryLanguage: QueryLanguage.JSONATA,
      // CDK would grant every version of each function as well.
      role: role.withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          // Step Functions limits its resource policy less strictly below this prefix.
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: deployment.settings.logRetentionDays,
          removalPolicy: removalPolicy(deployment),
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    // The state machine writes to its log as soon as it is made.
    stateMachine.node.addDependency(role);
    this.stateMachineArn = stateMachine.stateMachineArn;

    raiseAlarm(this, 'Failures', {
      metric: stateMachine.metricFailed(),
      description: `${stateMachineName}: an execution failed`,
      page: 'workflow-failed',
      deployment,
    });
    raiseAlarm(this, 'TimeOuts', {
      metric: stateMachine.metricTimedOut(),
      description: `${stateMachineName}: an execution timed out`,
      page: 'workflow-failed',
      deployment,
    });
  }
}
