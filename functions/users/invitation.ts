import { temporaryPasswordEndsAt } from '../../domain/credentials/credentials.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob } from '../mail/mail-job.ts';

type Circumstances = {
  readonly tenant: Pick<Tenant, 'name' | 'language'>;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

/** U-4: the mail with the user ID and the temporary login password, which is derived from the transaction. */
export function invitation(
  { userId, name, email, role }: User,
  { tenant, transactionId, now, settings }: Circumstances,
): MailJob {
  const validUntil = temporaryPasswordEndsAt(now.toISOString(), settings).toISOString();

  return mailJob('invitation', {
    to: email,
    userId,
    language: tenant.language,
    data: {
      recipient: role === 'master' ? 'representative' : 'user',
      name,
      tenantName: tenant.name,
      userId,
      validDays: String(settings.temporaryPasswordDays),
      validUntil,
    },
    derivedFrom: { causeId: transactionId, userId },
    // A password that no longer works is not worth a mail.
    sendBefore: validUntil,
  });
}
