import type { CertificateOrder } from '../../domain/certificates/certificate-order.ts';
import type { Credentials } from '../../domain/credentials/credentials.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { EditedUser } from '../../domain/users/update-users.ts';
import type { User } from '../../domain/users/user.ts';
import type { DomainEvent, EventOf } from '../../events/index.ts';
import type { ListedOrder } from '../adapters/dynamodb/certificate-orders.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { saveEdit } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { orderCancelled } from '../certificates/order-events.ts';
import type { PlacedOrder } from '../certificates/place-order.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';
import { currentOrder } from './current-order.ts';
import { invitedAgain } from './invited-again.ts';

type Circumstances = {
  readonly actor: { readonly userId: string; readonly tenantId: string };
  readonly roster: Roster;
  readonly scope: Scope;
  readonly credentials: Credentials;
  /** The order placed with the edit. */
  readonly placed: PlacedOrder | undefined;
  /** The orders there are of the user. */
  readonly orders: readonly ListedOrder[];
  readonly tenant: Pick<Tenant, 'tenantId' | 'name' | 'language'>;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

/** The user and credentials as they become, and what goes with it. */
type Edit = {
  readonly user: User;
  readonly credentials: Pick<Credentials, 'login' | 'transaction'>;
  readonly placed?: CertificateOrder;
  readonly writes: readonly Write[];
  readonly mails: readonly MailJob[];
  readonly events: readonly DomainEvent[];
};

/**
 * U-5, U-11: one user's edit. Whoever has not finished the initial set-up is invited again at a new address, and has no
 * session left: the earlier invitation may have gone to a stranger, and so may the URL of an open order.
 */
export function editOf(edited: EditedUser, circumstances: Circumstances): Edit {
  const { scope, credentials, placed, actor } = circumstances;
  const { before, after } = edited;
  if (before === after) return { user: after, credentials, writes: [], mails: [], events: [] };

  const openOrder = placed ? undefined : currentOrder(before, ['open'], circumstances);
  const again =
    before.email === after.email ? undefined : invitedAgain({ user: after, credentials, scope }, openOrder, circumstances);
  const user = {
    ...after,
    ...(placed && { certificateOrderId: placed.order.orderId }),
    epoch: again ? after.epoch + 1 : after.epoch,
  };
  const voided = placed && currentOrder(before, ['open', 'locked'], circumstances);

  return {
    user,
    credentials: { ...credentials, ...(again && { login: again.login }) },
    ...(placed && { placed: placed.order }),
    writes: [saveEdit(scope, before, user), ...(again?.writes ?? []), ...(placed ? [placed.write] : [])],
    mails: [
      ...addressChanged(edited, again !== undefined, circumstances),
      ...(again?.mails ?? []),
      ...(placed ? [placed.mail] : []),
    ],
    events: [
      userUpdated(edited, actor.userId),
      ...(placed ? [placed.event] : []),
      ...(voided ? [orderCancelled(voided, 'replaced')] : []),
    ],
  };
}

/** U-11: tells the old address, and the new one unless an invitation goes there. */
function addressChanged({ before, after }: EditedUser, isInvited: boolean, { tenant, now }: Circumstances): MailJob[] {
  if (before.email === after.email) return [];

  const told = (to: string) =>
    mailJob('mail-address-changed', {
      to,
      userId: after.userId,
      language: tenant.language,
      data: { name: after.name, userId: after.userId, changedAt: now.toISOString() },
      sendBefore: newsEndsAt(now),
    });

  return [told(before.email), ...(isInvited ? [] : [told(after.email)])];
}

function userUpdated({ before, after, movedTo, ordered }: EditedUser, actorUserId: string): EventOf<'user-updated'> {
  const changed = [
    ...(before.name === after.name ? [] : (['name'] as const)),
    ...(before.email === after.email ? [] : (['email'] as const)),
    ...(movedTo === undefined ? [] : (['group'] as const)),
    ...(ordered === undefined ? [] : (['certificate-order'] as const)),
  ];
  const data = { userId: after.userId, changed, ...(movedTo !== undefined && { groupId: movedTo }), actorUserId };

  return { type: 'user-updated', aggregate: { id: after.userId, version: after.version }, data };
}
