import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { RETRY_WAITING } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { putEventsStatement, queryWaitingStatement } from './statements.ts';

type RetryScheduleProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/**
 * Every five minutes publishes what the stream did not, and asks again for mails that were not sent: a stream forgets after
 * 24 hours, the bus and Lambda give up, the table does neither.
 */
export class RetrySchedule extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: RetryScheduleProps) {
    super(scope, id);

    const retry = new ScheduledFunction(this, 'Retry', {
      deployment,
      entryPoint: RETRY_WAITING,
      description: 'Publishes outbox items that stayed unpublished and asks again for unsent mails',
      timeout: Duration.minutes(4),
      environment: { BUS_NAME: bus.eventBusName },
      runs: 'runs of the retry schedule',
      // The next run does the work of a failed one: retrying would only make them overlap.
      retry: { attempts: 0, maxAge: Duration.minutes(5) },
      schedules: [
        {
          id: 'Schedule',
          description: 'Tries again what is due of what waits to be published or sent',
          expression: 'rate(5 minutes)',
        },
      ],
    });
    retry.useTable(data, { outbox: ['update'], mail: ['update'] });
    retry.allow(queryWaitingStatement(data.table.tableArn), putEventsStatement(bus.eventBusArn));
  }
}
