import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { MARK_ADDRESS } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { MailStack } from '../stacks/mail-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceFunction } from './service-function.ts';

type MailFeedbackProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly mail: MailStack };

/** Notes down on users what SES tells of their mails: bounces and complaints (U-1). */
export class MailFeedback extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, mail }: MailFeedbackProps) {
    super(scope, id);

    const failures = new DeadLetterQueue(this, 'Failures', {
      deployment,
      of: 'bounces and complaints',
      page: 'mail-feedback-undelivered',
    });

    const marker = new ServiceFunction(this, 'MarkAddress', {
      deployment,
      entryPoint: MARK_ADDRESS,
      description: 'Marks a mail address that a mail came back from',
      timeout: Duration.seconds(20),
      asynchronous: { retryAttempts: 2, maxEventAge: Duration.hours(6), onFailure: new SqsDestination(failures) },
    });
    marker.useTable(data, { subscription: ['get'], user: ['update'] });

    // On the default bus, where SES puts its events: of our mails, and no others of the account.
    new Rule(this, 'CameBack', {
      description: 'A mail bounced, or was reported as spam',
      eventPattern: {
        source: ['aws.ses'],
        detailType: ['Email Bounced', 'Email Complaint Received'],
        detail: {
          mail: { tags: { 'ses:configuration-set': [mail.configurationSet.configurationSetName], userId: Match.exists() } },
        },
      },
      targets: [
        new LambdaFunction(marker.lambda, { deadLetterQueue: failures, retryAttempts: 185, maxEventAge: Duration.hours(24) }),
      ],
    });
  }
}
