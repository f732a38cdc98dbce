const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Asia/Tokyo has had no daylight saving time since 1951. */
const TOKYO_AHEAD_MS = 9 * HOUR_MS;

/** The day in Tokyo that an instant lies in, as days since 1 January 1970. */
export function tokyoDayOf(instant: Date): number {
  return Math.floor((instant.getTime() + TOKYO_AHEAD_MS) / DAY_MS);
}

/** A day as `yyyy-mm-dd`. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of a `yyyy-mm-dd`. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** 24:00 of a day in Tokyo, RFC 3339 in UTC, where it is 15:00. */
export function endOfTokyoDay(day: number): string {
  return new Date((day + 1) * DAY_MS - TOKYO_AHEAD_MS).toISOString();
}
