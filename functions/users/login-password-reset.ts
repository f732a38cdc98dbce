import { resetEndsAt } from '../../domain/credentials/reset-code.ts';
import { resetLoginPassword } from '../../domain/credentials/reset-passwords.ts';
import type { Ids } from '../../domain/ports.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { EventOf } from '../../events/index.ts';
import { addReset } from '../adapters/dynamodb/login-password-resets.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob } from '../mail/mail-job.ts';
import { type ResetChanges, resetChanges } from './credential-reset.ts';
import type { Target } from './targets.ts';

type Circumstances = {
  readonly tenant: Pick<Tenant, 'language'>;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

type ResetEntry = EventOf<'login-reset-requested'>['data']['resets'][number];

/** C-6: the reset of one user's login password. Without `actorUserId` the bank did it. */
export function loginPasswordReset(
  target: Target,
  circumstances: Circumstances & { readonly ids: Ids; readonly actorUserId?: string },
): ResetChanges & OpenedReset {
  const { ids, transactionId, now, settings, actorUserId } = circumstances;
  const resetId = ids.short();
  const reset = resetLoginPassword(target.user, { resetId, causeId: transactionId, now }, settings);
  const changes = resetChanges(target, reset, 'login-password', actorUserId);
  const opened = openedReset(target, resetId, circumstances);

  return { ...changes, ...opened, writes: [...changes.writes, ...opened.writes] };
}

/** The mailed URL and code, what the URL leads to, and what is to expire. */
export type OpenedReset = { readonly writes: readonly Write[]; readonly mail: MailJob; readonly expiry: ResetEntry };

/** What goes with a reset whatever else is changed: see `OpenedReset`. */
export function openedReset(
  { user, scope }: Pick<Target, 'user' | 'scope'>,
  resetId: string,
  { tenant, transactionId, now, settings }: Circumstances,
): OpenedReset {
  const { userId, name, email } = user;
  const { subscriptionId } = scope;
  const endsAt = resetEndsAt({ requestedAt: now.toISOString() }, settings);

  return {
    writes: [addReset(resetId, { scope, userId }, endsAt)],
    mail: mailJob('login-password-reset', {
      to: email,
      userId,
      language: tenant.language,
      data: { name, userId, resetId, validUntil: endsAt.toISOString(), validMinutes: String(settings.resetCode.minutes) },
      derivedFrom: { causeId: transactionId, userId },
      // A code that no longer works is not worth a mail.
      sendBefore: endsAt.toISOString(),
    }),
    expiry: { userId, resetId, ...(subscriptionId !== undefined && { subscriptionId }) },
  };
}

/** Asks for the codes of a batch to be expired in time. */
export function resetExpiryRequested(resets: ResetEntry[], now: Date, settings: Settings): EventOf<'login-reset-requested'>[] {
  const [first] = resets;
  if (first === undefined) return [];

  const endsAt = resetEndsAt({ requestedAt: now.toISOString() }, settings).toISOString();

  return [{ type: 'login-reset-requested', aggregate: { id: first.resetId, version: 1 }, data: { endsAt, resets } }];
}
