import type { Language } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { mailJob } from '../mail/mail-job.ts';
import type { Changes } from './outcome.ts';

/** A mail about a lock that is a day late helps nobody any more. */
const SEND_WITHIN_MS = 24 * 60 * 60 * 1000;

const TEMPLATES = { 'login-password': 'login-locked', 'transaction-password': 'transaction-password-locked' } as const;

type Lock = {
  /** Marks the credentials as locked. */
  readonly write: Write;
  readonly user: User;
  /** Of the credentials, once marked. */
  readonly version: number;
  readonly language: Language;
  readonly now: Date;
};

/** C-5, C-9: what belongs to a lock that sets in: the mark, the event and the mail to the user, in one transaction. */
export function lockChanges(credential: keyof typeof TEMPLATES, { write, user, version, language, now }: Lock): Changes {
  const { userId, name, email } = user;

  return {
    writes: [write],
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
        language,
        data: { name, userId, lockedAt: now.toISOString() },
        sendBefore: new Date(now.getTime() + SEND_WITHIN_MS).toISOString(),
      }),
    ],
    subjects: [userId],
  };
}
