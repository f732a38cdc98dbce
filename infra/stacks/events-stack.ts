import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { MailFeedback } from '../constructs/mail-feedback.ts';
import { Mailer } from '../constructs/mailer.ts';
import { OutboxPublisher } from '../constructs/outbox-publisher.ts';
import { RetrySchedule } from '../constructs/retry-schedule.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import type { DataStack } from './data-stack.ts';
import type { MailStack } from './mail-stack.ts';

type EventsStackProps = StackProps & {
  readonly deployment: AlarmedDeployment;
  readonly data: DataStack;
  readonly mail: MailStack;
};

/** The bus, and what carries events to it and from it to the mailer; and what comes back of mails. */
export class EventsStack extends Stack {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { deployment, data, mail, ...props }: EventsStackProps) {
    super(scope, id, props);

    this.bus = new EventBus(this, 'Bus', { eventBusName: deployment.settings.name });
    const { bus } = this;

    new OutboxPublisher(this, 'OutboxPublisher', { deployment, data, bus });
    new RetrySchedule(this, 'RetrySchedule', { deployment, data, bus });
    new Mailer(this, 'Mailer', { deployment, data, mail, bus });
    new MailFeedback(this, 'MailFeedback', { deployment, data, mail });
  }
}
