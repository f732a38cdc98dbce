import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { REMIND_HOLDERS, START_REMINDERS } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { renewalRemindersDefinition } from '../state-machines/renewal-reminders.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { ServiceFunction } from './service-function.ts';
import { queryWaitingStatement, startExecutionStatement } from './statements.ts';
import { Workflow } from './workflow.ts';

type RenewalRemindersProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack };

/** Every morning in Tokyo reminds the holders of certificates that are about to expire. */
export class RenewalReminders extends Construct {
  constructor(scope: Construct, id: string, { deployment, data }: RenewalRemindersProps) {
    super(scope, id);

    const task = new ServiceFunction(this, 'Reminding', {
      deployment,
      entryPoint: REMIND_HOLDERS,
      description: 'Reminds the holders of one shard whose certificates are about to expire',
      timeout: Duration.minutes(5),
    });
    task.useTable(data, {
      certificate: ['get', 'put'],
      certificateOrder: ['get', 'put'],
      user: ['get', 'update'],
      subscription: ['get'],
      tenant: ['get'],
      outbox: ['put'],
      mail: ['put'],
    });
    task.allow(queryWaitingStatement(data.table.tableArn));

    const workflow = new Workflow(this, 'Workflow', {
      deployment,
      name: 'renewal-reminders',
      comment: 'reminds holders of certificates that are about to expire',
      definition: renewalRemindersDefinition(this, task.lambda),
      functions: [task.lambda],
    });

    const start = new ScheduledFunction(this, 'Start', {
      deployment,
      entryPoint: START_REMINDERS,
      description: 'Starts the reminders of the day, where there are any',
      timeout: Duration.minutes(1),
      environment: { STATE_MACHINE_ARN: workflow.stateMachineArn },
      runs: 'starts of the renewal reminders',
      retry: { attempts: 2, maxAge: Duration.hours(6) },
      schedules: [
        {
          id: 'Schedule',
          description: 'Reminds of certificates that are about to expire, at 9:00 in Tokyo',
          expression: 'cron(0 9 * * ? *)',
          timezone: 'Asia/Tokyo',
        },
      ],
    });
    start.useTable(data, {});
    start.allow(queryWaitingStatement(data.table.tableArn), startExecutionStatement(workflow.stateMachineArn));
  }
}
