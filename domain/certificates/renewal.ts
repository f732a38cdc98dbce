import type { Certificate } from './certificate.ts';

/** Named as in the settings file: days before expiry, the first reminder first. */
export type ReminderSettings = { readonly renewalReminderDays: readonly number[] };

const DAY_MS = 24 * 60 * 60 * 1000;

type ReminderFacts = Pick<Certificate, 'notAfter' | 'remindedDays'>;

/**
 * the reminder due now, as the days before expiry it stands for. Due is a range: after a missed day the latest step is
 * sent, once, and those it overtook are not.
 */
export function dueReminder(
  { notAfter, remindedDays }: ReminderFacts,
  now: Date,
  settings: ReminderSettings,
): number | undefined {
  const left = Date.parse(notAfter) - now.getTime();
  if (left <= 0) return undefined;

  const reached = settings.renewalReminderDays.filter((days) => left <= days * DAY_MS);
  const due = reached.length === 0 ? undefined : Math.min(...reached);

  return due !== undefined && (remindedDays === undefined || due < remindedDays) ? due : undefined;
}

/** When the next reminder is due (RFC 3339); nothing, when none is left. */
export function nextReminderAt({ notAfter, remindedDays }: ReminderFacts, settings: ReminderSettings): string | undefined {
  const ahead = settings.renewalReminderDays.filter((days) => remindedDays === undefined || days < remindedDays);
  if (ahead.length === 0) return undefined;

  return new Date(Date.parse(notAfter) - Math.max(...ahead) * DAY_MS).toISOString();
}
