import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { EXPIRE_REQUESTS } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { queryWaitingStatement } from './statements.ts';

type RequestExpiryProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack };

/** Every five minutes notes down which approval requests have expired. */
export class RequestExpiry extends Construct {
  constructor(scope: Construct, id: string, { deployment, data }: RequestExpiryProps) {
    super(scope, id);

    const expire = new ScheduledFunction(this, 'Expire', {
      deployment,
      entryPoint: EXPIRE_REQUESTS,
      description: 'Notes down which approval requests have expired, and tells of them',
      timeout: Duration.minutes(4),
      runs: 'runs of the expiry of approval requests',
      // The next run does the work of a failed one: retrying would only make them overlap.
      retry: { attempts: 0, maxAge: Duration.minutes(5) },
      schedules: [
        {
          id: 'Schedule',
          description: 'Expires approval requests that nobody decided on',
          expression: 'rate(5 minutes)',
        },
      ],
    });
    expire.useTable(data, {
      approvalRequest: ['get', 'put', 'delete'],
      subscription: ['get', 'check'],
      outbox: ['put'],
    });
    expire.allow(queryWaitingStatement(data.table.tableArn));
  }
}
