import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ENTITY_PREFIXES, TABLE } from '../../functions/contracts/table.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { PUBLISH_OUTBOX } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { ServiceFunction } from './service-function.ts';
import { putEventsStatement, readStreamStatement } from './statements.ts';

/** Then mails that somebody waits for are late, too. */
const LATE = Duration.minutes(5);

type OutboxPublisherProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** Carries new outbox items from the table's stream to the bus, and marks what it published. */
export class OutboxPublisher extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: OutboxPublisherProps) {
    super(scope, id);

    const publisher = new ServiceFunction(this, 'Publish', {
      deployment,
      entryPoint: PUBLISH_OUTBOX,
      description: 'Publishes the events of new outbox items',
      timeout: Duration.minutes(1),
      environment: { BUS_NAME: bus.eventBusName },
    });
    publisher.useTable(data, { outbox: ['update'] });
    publisher.allow(readStreamStatement(data.streamArn), putEventsStatement(bus.eventBusArn));

    const failures = new DeadLetterQueue(this, 'Failures', {
      deployment,
      of: 'outbox items from the stream',
      page: 'outbox-undelivered',
    });

    raiseAlarm(this, 'Late', {
      metric: publisher.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM }),
      threshold: LATE.toMilliseconds(),
      description: `Events reach the bus more than ${LATE.toMinutes()} minutes after what happened`,
      page: 'outbox-late',
      deployment,
    });

    new EventSourceMapping(this, 'Stream', {
      target: publisher.lambda,
      eventSourceArn: data.streamArn,
      // From the beginning: what is written while the mapping is being made must not be missed.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { [TABLE.partitionKey]: { S: FilterRule.beginsWith(`${ENTITY_PREFIXES.outbox}#`) } } },
        }),
      ],
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // A failing item holds up its shard, so it is given up soon: the schedule publishes it later.
      retryAttempts: 5,
      onFailure: new SqsDlq(failures),
    });
  }
}
