import { createHash } from 'node:crypto';
import type { Credentials } from '../../domain/credentials/credentials.ts';
import { isNewOrigin, type LoginOrigin, originText, rememberOrigin } from '../../domain/credentials/login-origins.ts';
import type { Language } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';

type Login = {
  readonly user: User;
  readonly language: Language;
  readonly credentials: Credentials;
  readonly origin: LoginOrigin;
  readonly now: Date;
};

/** What becomes of the known origins with a login, and the mail to the user when it came from a new one. */
export function originRemembered({ user, language, credentials, origin, now }: Login): {
  loginOrigins: readonly string[];
  mails: MailJob[];
} {
  const { userId, name, email } = user;
  const known = credentials.loginOrigins ?? [];
  const digest = originDigest(originText(userId, origin));

  const mail = () =>
    mailJob('new-login', {
      to: email,
      userId,
      language,
      data: { name, userId, loggedInAt: now.toISOString(), client: origin.client },
      sendBefore: newsEndsAt(now),
    });

  return { loginOrigins: rememberOrigin(known, digest), mails: isNewOrigin(known, digest) ? [mail()] : [] };
}

/** 96 bits of SHA-256: the table does not say what somebody works with, and no two of ten origins are the same. */
function originDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
