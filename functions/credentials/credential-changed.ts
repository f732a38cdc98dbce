import type { Language } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { type MailData, type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';

/** The mail that tells a user of a change to the own credentials, so that somebody else's does not go unnoticed. */
export function credentialChanged(
  what: MailData<'credential-changed'>['what'],
  { user, language, now }: { readonly user: User; readonly language: Language; readonly now: Date },
): MailJob {
  const { userId, name, email } = user;

  return mailJob('credential-changed', {
    to: email,
    userId,
    language,
    data: { name, userId, what, changedAt: now.toISOString() },
    sendBefore: newsEndsAt(now),
  });
}
