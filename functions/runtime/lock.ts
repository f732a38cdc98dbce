import type { Language } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { mailJob, newsEndsAt } from '../mail/mail-job.ts';
import type { Changes } from './outcome.ts';

const TEMPLATES = {
  'login-password': 'login-locked',
  'transaction-password': 'transaction-password-locked',
  authenticator: 'authenticator-locked',
} as const;

type Lock = {
  readonly user: User;
  /** Of the credentials, with the lock in them. */
  readonly version: number;
  readonly language: Language;
  readonly now: Date;
};

/** C-5, C-9: what goes with a lock that sets in: the event and the mail to the user, in the transaction that locks. */
export function lockTold(credential: keyof typeof TEMPLATES, { user, version, language, now }: Lock) {
  const { userId, name, email } = user;

  return {
    events: [
      {
        type: 'credential-locked',
        aggregate: { id: `${userId}-credentials`, version },
        data: { userId, credential },
      },
    ],
    mails: [
      mailJob(TEMPLATES[credential], {
        to: email,
        userId,
        language,
        data: { name, userId, lockedAt: now.toISOString() },
        sendBefore: newsEndsAt(now),
      }),
    ],
    subjects: [userId],
  } as const satisfies Changes;
}
