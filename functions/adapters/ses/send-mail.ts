import { BadRequestException, MessageRejected, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { ok, type Result, refuse } from '../../../domain/result.ts';
import type { RenderedMail } from '../../mail/message.ts';
import { environment } from '../../runtime/environment.ts';
import { type MailOwner, tagsOf } from './feedback.ts';

/**
 * SES will never take this mail: the address or the content is not acceptable. `reason` is its error code. Mail to an address on
 * the suppression list is none of it: SES takes that and tells of it as of one that bounced.
 */
export type MailRefused = { readonly code: 'mail-refused'; readonly reason: string };

export type Recipient = MailOwner & { readonly to: string };

export type MailSender = {
  /**
   * Hands a mail to SES. Throws what SES throws for anything but the mail itself (throttling, sending paused, an identity
   * not verified yet, faults), and when SES may have taken it but did not say so in time. Its messages quote addresses.
   */
  send(recipient: Recipient, mail: RenderedMail): Promise<Result<void, MailRefused>>;
};

/** The sender and configuration set named in the environment. The client keeps its connections for the life of the instance. */
export function mailSender(): MailSender {
  const from = environment('MAIL_FROM');
  const configurationSet = environment('MAIL_CONFIGURATION_SET');
  const client = new SESv2Client({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });

  return {
    async send({ to, ...owner }, { subject, text, html }) {
      const email = new SendEmailCommand({
        FromEmailAddress: from,
        ConfigurationSetName: configurationSet,
        Destination: { ToAddresses: [to] },
        EmailTags: tagsOf(owner),
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
      });

      try {
        await client.send(email);
      } catch (error) {
        if (isRefusal(error)) return refuse({ code: 'mail-refused', reason: error.name });

        throw error;
      }

      return ok(undefined);
    },
  };
}

function utf8(Data: string) {
  return { Data, Charset: 'UTF-8' };
}

/**
 * Whether SES refused the mail for good. Its other errors (account suspended or paused, limits, a configuration set or
 * MAIL FROM domain that is not ready) are ours to mend, and so is an identity not verified yet, for which SES has no code
 * of its own; the mail waits for that.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
 * @see https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html
 */
function isRefusal(error: unknown): error is BadRequestException | MessageRejected {
  if (error instanceof MessageRejected) return !/address is not verified/i.test(error.message);

  return error instanceof BadRequestException;
}
