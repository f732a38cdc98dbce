import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { mailRequested } from '../../events/mail-requested.ts';
import { COUNTS } from '../../functions/contracts/metrics.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { SEND_MAIL } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { MailStack } from '../stacks/mail-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { MAILED_SECRET_CAPABILITIES } from './grant-capability.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { ServiceFunction } from './service-function.ts';
import { countMetric } from './service-metrics.ts';
import { sendEmailStatement } from './statements.ts';

type MailerProps = {
  readonly deployment: AlarmedDeployment;
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly bus: EventBus;
};

/** Sends the mails that transactions asked for. */
export class Mailer extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, mail, bus }: MailerProps) {
    super(scope, id);

    const failures = new DeadLetterQueue(this, 'Failures', { deployment, of: 'requests for mail', page: 'mail-undelivered' });
    const { from } = deployment.settings.mail;

    const mailer = new ServiceFunction(this, 'Send', {
      deployment,
      entryPoint: SEND_MAIL,
      description: 'Sends one requested mail',
      timeout: Duration.minutes(1),
      environment: {
        MAIL_FROM: from,
        MAIL_CONFIGURATION_SET: mail.configurationSet.configurationSetName,
        CONSOLE_URL: deployment.settings.consoleUrl,
      },
      // A request that keeps failing ends here within minutes: the retry schedule asks again, less and less often.
      asynchronous: { retryAttempts: 2, maxEventAge: Duration.hours(6), onFailure: new SqsDestination(failures) },
    });
    mailer.useTable(data, { mail: ['get', 'update', 'delete'] });
    mailer.use({ data }, Object.values(MAILED_SECRET_CAPABILITIES));
    mailer.allow(sendEmailStatement({ identityArn: mail.identityArn, configurationSetArn: mail.configurationSetArn, from }));

    raiseAlarm(this, 'Refused', {
      metric: countMetric(deployment, COUNTS.mailsRefused),
      description: 'SES refused a mail for good',
      page: 'mail-refused',
      deployment,
    });

    new Rule(this, 'MailRequested', {
      description: 'A transaction asked for a mail',
      eventBus: bus,
      eventPattern: { source: [mailRequested.source], detailType: [mailRequested.type] },
      targets: [
        new LambdaFunction(mailer.lambda, { deadLetterQueue: failures, retryAttempts: 185, maxEventAge: Duration.hours(24) }),
      ],
    });
  }
}
