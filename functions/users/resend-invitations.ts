import type { Credentials } from '../../domain/credentials/credentials.ts';
import { refuse } from '../../domain/result.ts';
import { resendRefused } from '../../domain/users/resend-invitations.ts';
import type { EventOf } from '../../events/index.ts';
import { listOrders } from '../adapters/dynamodb/certificate-orders.ts';
import { rosterUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { saveInvitedAgain } from '../adapters/dynamodb/users.ts';
import { resendInvitations as contract } from '../contracts/users.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { currentOrder } from './current-order.ts';
import { invitedAgain } from './invited-again.ts';
import { readTargets } from './targets.ts';

/** U-4: sends invitations again, all or none: each has a new temporary password, and the earlier one stops working at once. */
export const resendInvitations: Operation<typeof contract> = async (request) => {
  const { actor, input, now, settings } = request;
  const { tenantId, subscription: roster } = actor;
  const [read, orders] = await Promise.all([readTargets(tenantId, roster, input.userIds), listOrders(tenantId)]);
  if (!read.ok) return read;

  const { tenant, targets } = read.value;
  const refusal = resendRefused(
    targets.map(({ credentials }) => credentials.login),
    now,
    settings,
  );
  if (refusal) return refuse(refusal);

  const invitations = targets.flatMap((target) => {
    const openOrder = currentOrder(target.user, ['open'], { ...request, roster, orders });
    const again = invitedAgain(target, openOrder, { ...request, tenant });

    return again ? [{ ...target, ...again }] : [];
  });

  return done(undefined, {
    writes: [
      rosterUnchanged(tenantId, roster),
      ...invitations.flatMap(({ scope, user, writes }) => [saveInvitedAgain(scope, user), ...writes]),
    ],
    mails: invitations.flatMap(({ mails }) => mails),
    events: invitations.map(({ credentials }) => passwordReplaced(credentials, actor.userId)),
    subjects: input.userIds,
  });
};

function passwordReplaced({ userId, version }: Credentials, actorUserId: string): EventOf<'credential-reset'> {
  return {
    type: 'credential-reset',
    aggregate: { id: `${userId}-credentials`, version: version + 1 },
    data: { userId, credential: 'login-password', actorUserId },
  };
}

export const handler = lambda(contract, resendInvitations);
