import { resetTransactionPassword } from '../../domain/credentials/reset-passwords.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';
import { type ResetChanges, resetChanges } from './credential-reset.ts';
import type { Target } from './targets.ts';

type Circumstances = { readonly tenant: Pick<Tenant, 'language'>; readonly now: Date; readonly actorUserId?: string };

/** C-8: the reset of one user's transaction password; nothing when none was ever set. */
export function transactionPasswordReset(
  target: Target,
  { tenant, now, actorUserId }: Circumstances,
): (ResetChanges & { readonly mail: MailJob }) | undefined {
  const reset = resetTransactionPassword(target.user, target.credentials);
  if (reset === undefined) return undefined;

  return {
    ...resetChanges(target, reset, 'transaction-password', actorUserId),
    mail: transactionResetMail(target.user, { tenant, now }),
  };
}

/** C-8: the mail that says so. */
export function transactionResetMail(
  { userId, name, email }: User,
  { tenant, now }: Omit<Circumstances, 'actorUserId'>,
): MailJob {
  return mailJob('transaction-password-reset', {
    to: email,
    userId,
    language: tenant.language,
    data: { name, userId, resetAt: now.toISOString() },
    sendBefore: newsEndsAt(now),
  });
}
