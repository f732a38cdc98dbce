import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { RenderedMail } from '../../mail/message.ts';
import { environment } from '../../runtime/environment.ts';

export type MailSender = {
  /** Hands a mail to SES. Throws `MailNotSent`, also when SES may have taken it but did not say so in time. */
  send(to: string, mail: RenderedMail): Promise<void>;
};

/**
 * SES did not take a mail. It tells SES's error code and request ID only: the messages of SES quote addresses, and what
 * leaves a function uncaught stands in its log.
 */
class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
}

/** The sender and configuration set named in the environment. The client keeps its connections for the life of the instance. */
export function mailSender(): MailSender {
  const from = environment('MAIL_FROM');
  const configurationSet = environment('MAIL_CONFIGURATION_SET');
  const client = new SESv2Client({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });

  return {
    async send(to, { subject, text, html }) {
      const email = new SendEmailCommand({
        FromEmailAddress: from,
        ConfigurationSetName: configurationSet,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
      });

      try {
        await client.send(email);
      } catch (error) {
        throw new MailNotSent(reasonOf(error));
      }
    },
  };
}

function utf8(Data: string) {
  return { Data, Charset: 'UTF-8' };
}

function reasonOf(error: unknown): string {
  if (error instanceof SESv2ServiceException) return `SES answered ${error.name}, request ${error.$metadata.requestId}`;

  return error instanceof Error ? `SES could not be reached: ${error.name}` : 'SES could not be reached';
}
