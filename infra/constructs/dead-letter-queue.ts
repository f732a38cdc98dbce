import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { type RunbookPage, raiseAlarm } from './raise-alarm.ts';

type DeadLetterQueueProps = {
  readonly deployment: AlarmedDeployment;
  /** What could not be delivered: `requests for mail`. */
  readonly of: string;
  readonly page: RunbookPage;
};

/** Where an asynchronous edge leaves what it could not deliver; a first message raises an alarm. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { deployment, of, page }: DeadLetterQueueProps) {
    super(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });

    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue itself; its first message raises an alarm',
    });

    raiseAlarm(this, 'Messages', {
      metric: this.metricApproximateNumberOfMessagesVisible(),
      description: `Undelivered: ${of}`,
      page,
      deployment,
    });
  }
}
