import * as z from 'zod';

/** Whose a mail is. SES tells it with whatever comes back of the mail. */
export type MailOwner = { readonly tenantId: string; readonly userId: string };

/** The owner as tags of a mail. No tag may hold an address or a secret (C-12): SES shows them in its metrics and events. */
export function tagsOf({ tenantId, userId }: MailOwner): { Name: string; Value: string }[] {
  return [
    { Name: 'tenantId', Value: tenantId },
    { Name: 'userId', Value: userId },
  ];
}

/** Whose the mail is and the address it went to; each of our mails has one. */
const mail = z
  .object({
    destination: z.tuple([z.string()]),
    tags: z.object({ tenantId: z.tuple([z.string()]), userId: z.tuple([z.string()]) }),
  })
  .transform(({ destination: [address], tags: { tenantId, userId } }) => ({
    address,
    owner: { tenantId: tenantId[0], userId: userId[0] } satisfies MailOwner,
  }));

/**
 * What SES tells of a mail that came back or that its reader reported as spam: `detail` of its events "Email Bounced" and "Email
 * Complaint Received". A bounce is `Permanent`, `Transient` or `Undetermined`. Mail to an address on the suppression list is not
 * delivered and told as a permanent bounce or a complaint, too; `SendEmail` takes it all the same.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const MailFeedback = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Bounce'), mail, bounce: z.object({ bounceType: z.string(), bounceSubType: z.string() }) }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({ complaintFeedbackType: z.string().optional() }),
  }),
]);
export type MailFeedback = z.output<typeof MailFeedback>;
