import type { Context, EventBridgeEvent } from 'aws-lambda';
import { groupOf } from '../../domain/subscriptions/roster.ts';
import type { EmailFailure } from '../../domain/users/user.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { saveEmailFailure } from '../adapters/dynamodb/users.ts';
import { MailFeedback, type MailOwner } from '../adapters/ses/feedback.ts';
import { COUNTS } from '../contracts/metrics.ts';
import { type Count, count } from '../runtime/count.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';

type MarkerDependencies = { markAddress: typeof markAddress; count: Count };

/**
 * U-1: notes down on the user what SES tells of a mail: that it came back for good, or was reported as spam. A bounce that is not
 * permanent is passed over. Nobody has acted, so that there is no event and no record in the history.
 *
 * @param detail of SES's events "Email Bounced" and "Email Complaint Received"
 */
export async function noteFeedback(detail: unknown, { markAddress, count }: MarkerDependencies): Promise<void> {
  const feedback = MailFeedback.parse(detail);
  const { address, owner } = feedback.mail;

  const failure = failureTold(feedback);
  if (failure === undefined) return;

  count(failure === 'bounced' ? COUNTS.mailsBounced : COUNTS.mailsComplained);
  if (!(await markAddress(owner, address, failure))) logger.info(LOG.mailAddressNotMarked, owner);
}

/** What the feedback says of the address, if it is for good. It is logged without the address (C-12). */
function failureTold(feedback: MailFeedback): EmailFailure | undefined {
  const { owner } = feedback.mail;

  if (feedback.eventType === 'Complaint') {
    const { complaintFeedbackType } = feedback.complaint;
    logger.warn(LOG.mailComplained, { ...owner, complaintFeedbackType });
    return complaintFeedbackType === 'not-spam' ? undefined : 'complained';
  }

  logger.warn(LOG.mailBounced, { ...owner, ...feedback.bounce });
  return feedback.bounce.bounceType === 'Permanent' ? 'bounced' : undefined;
}

/** @returns whether it was noted: the user may be gone, have another address by now, or have complained before */
export async function markAddress({ tenantId, userId }: MailOwner, address: string, failure: EmailFailure): Promise<boolean> {
  const subscription = await readItem(subscriptionRef(tenantId));
  const isAdded = subscription?.status === 'active' && groupOf(subscription, userId) !== undefined;
  // Whoever the roster does not name can only be the master: nobody else has an item without a subscription.
  const scope = isAdded ? { tenantId, subscriptionId: subscription.subscriptionId } : { tenantId };

  return (await commit([saveEmailFailure(scope, userId, { email: address, failure })])) === 'committed';
}

/** Target of a rule of the default bus. */
export async function handler({ detail }: EventBridgeEvent<string, unknown>, context: Context): Promise<void> {
  logger.addContext(context);

  await noteFeedback(detail, { markAddress, count });
}
