/** What SES tells of a mail to an address of its mailbox simulator: the event and its own part of `detail`. */
export type Simulated = {
  readonly type: 'bounce' | 'complaint';
  readonly detailType: string;
  readonly content: Readonly<Record<string, unknown>>;
};

/** With a label after a plus sign, if any. */
const SIMULATOR = /^([a-z]+)(\+[^@]*)?@simulator\.amazonses\.com$/i;

/**
 * What the mailbox simulator makes of a mail to this address; `undefined` = it arrives.
 *
 * @param at RFC 3339
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
 */
export function simulated(address: string, at: string): Simulated | undefined {
  switch (SIMULATOR.exec(address)?.[1]?.toLowerCase()) {
    case 'bounce':
      return bounce('General', address, at);
    case 'suppressionlist':
      return bounce('Suppressed', address, at);
    case 'complaint':
      return {
        type: 'complaint',
        detailType: 'Email Complaint Received',
        content: {
          eventType: 'Complaint',
          complaint: { complainedRecipients: [{ emailAddress: address }], timestamp: at, complaintFeedbackType: 'abuse' },
        },
      };
    default:
      return undefined;
  }
}

function bounce(bounceSubType: string, emailAddress: string, timestamp: string): Simulated {
  const recipient = { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' };

  return {
    type: 'bounce',
    detailType: 'Email Bounced',
    content: {
      eventType: 'Bounce',
      bounce: { bounceType: 'Permanent', bounceSubType, bouncedRecipients: [recipient], timestamp },
    },
  };
}
