import { type Credentials, invitedCredentials } from '../../domain/credentials/credentials.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { addCredentials } from '../adapters/dynamodb/credentials.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { claimLoginId } from '../adapters/dynamodb/login-ids.ts';
import { addUser } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { PlacedOrder } from '../certificates/place-order.ts';
import type { Settings } from '../contracts/settings.ts';
import type { MailJob } from '../mail/mail-job.ts';
import { invitation } from './invitation.ts';

type Circumstances = {
  readonly scope: Scope;
  readonly tenant: Pick<Tenant, 'name' | 'language'>;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

/**
 * U-4: everything a new person starts with: the user, the claim on the user ID, credentials with a temporary login
 * password that is derived from the transaction and never stored, the invitation that carries it, and what was ordered.
 */
export function newPerson(
  user: User,
  order: PlacedOrder | undefined,
  circumstances: Circumstances,
): { writes: Write[]; mails: MailJob[]; credentials: Credentials } {
  const { scope, transactionId: causeId, now } = circumstances;
  const { userId } = user;

  const credentials = invitedCredentials(userId, causeId, now);

  return {
    writes: [
      addUser(scope, order ? { ...user, certificateOrderId: order.order.orderId } : user),
      claimLoginId(userId, { scope, userId }),
      addCredentials(scope, credentials),
      ...(order ? [order.write] : []),
    ],
    mails: [invitation(user, circumstances), ...(order ? [order.mail] : [])],
    credentials,
  };
}
