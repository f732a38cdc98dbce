import type { Language } from './message.ts';

const DATE = { dateStyle: 'long' } as const;
const TIME = { timeStyle: 'short' } as const;

/**
 * A time as mails show it: to the minute, in Japan, saying so.
 *
 * @param instant RFC 3339, UTC, as in the API: `2026-12-01T00:30:00.000Z` reads `2026年12月1日 9:30（日本時間）` or
 * `1 December 2026, 09:30 (Japan time)`.
 */
export function tokyoTime(instant: string, language: Language): string {
  const date = new Date(instant);

  if (language === 'ja') return `${format('ja-JP', date, DATE)} ${format('ja-JP', date, TIME)}（日本時間）`;

  return `${format('en-GB', date, DATE)}, ${format('en-GB', date, TIME)} (Japan time)`;
}

function format(locale: string, date: Date, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Tokyo', ...style }).format(date);
}
