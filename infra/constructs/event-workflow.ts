import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { START_WORKFLOW } from '../entry-points.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceFunction } from './service-function.ts';
import { startExecutionStatement } from './statements.ts';
import { Workflow } from './workflow.ts';

type EventWorkflowProps = {
  readonly deployment: AlarmedDeployment;
  readonly bus: EventBus;
  /** What starts an execution. */
  readonly event: { readonly source: string; readonly type: string };
  /** Last part of the names of the state machine and of the function that starts it. */
  readonly name: string;
  /** What it does, as a verb with its object. */
  readonly comment: string;
  readonly definition: IChainable;
  /** What it invokes. */
  readonly tasks: readonly ServiceFunction[];
};

/** A state machine that an event starts, once however often the event is delivered. */
export class EventWorkflow extends Construct {
  constructor(scope: Construct, id: string, { deployment, bus, event, tasks, ...props }: EventWorkflowProps) {
    super(scope, id);

    const workflow = new Workflow(this, 'Workflow', { deployment, ...props, functions: tasks.map(({ lambda }) => lambda) });
    const failures = new DeadLetterQueue(this, 'Failures', {
      deployment,
      of: `events that start ${props.name}`,
      page: 'workflow-not-started',
    });

    const start = new ServiceFunction(this, 'Start', {
      deployment,
      entryPoint: START_WORKFLOW,
      nameSuffix: props.name,
      description: `Starts the state machine that ${props.comment}`,
      timeout: Duration.seconds(20),
      environment: { STATE_MACHINE_ARN: workflow.stateMachineArn },
      asynchronous: { retryAttempts: 2, maxEventAge: Duration.hours(6), onFailure: new SqsDestination(failures) },
    });
    start.allow(startExecutionStatement(workflow.stateMachineArn));

    new Rule(this, 'Started', {
      description: `Starts what ${props.comment}`,
      eventBus: bus,
      eventPattern: { source: [event.source], detailType: [event.type] },
      targets: [
        new LambdaFunction(start.lambda, { deadLetterQueue: failures, retryAttempts: 185, maxEventAge: Duration.hours(24) }),
      ],
    });
  }
}
