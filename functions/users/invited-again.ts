import { inviteAgain, type LoginPassword } from '../../domain/credentials/credentials.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import { type ListedOrder, replaceToken } from '../adapters/dynamodb/certificate-orders.ts';
import { saveCredentials } from '../adapters/dynamodb/credentials.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { orderMail } from '../certificates/place-order.ts';
import type { Settings } from '../contracts/settings.ts';
import type { MailJob } from '../mail/mail-job.ts';
import { invitation } from './invitation.ts';
import type { Target } from './targets.ts';

type Circumstances = {
  readonly tenant: Pick<Tenant, 'tenantId' | 'name' | 'language'>;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

/** The login password that replaces the earlier one, and what goes with it but for the user, whose sessions end as well. */
type InvitedAgain = { readonly login: LoginPassword; readonly writes: readonly Write[]; readonly mails: readonly MailJob[] };

/**
 * U-4, U-5: the mails of an invitation again, with a new temporary password, and a new URL of an open certificate order. What
 * the earlier mails carried stops working. Nothing for whoever has chosen a login password already, or is to after a reset.
 */
export function invitedAgain(
  { user, credentials, scope }: Target,
  openOrder: ListedOrder | undefined,
  circumstances: Circumstances,
): InvitedAgain | undefined {
  const { tenant, transactionId, now } = circumstances;
  const login = inviteAgain(credentials, transactionId, now);
  if (login === undefined) return undefined;

  return {
    login,
    writes: [
      saveCredentials(scope, credentials, { login }),
      ...(openOrder ? [replaceToken(tenant.tenantId, openOrder, transactionId)] : []),
    ],
    mails: [
      invitation(user, circumstances),
      ...(openOrder ? [orderMail(user, { ...openOrder, tokenCauseId: transactionId }, tenant)] : []),
    ],
  };
}
