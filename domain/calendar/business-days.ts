import { ok, type Result, refuse } from '../result.ts';
import { dateOf, endOfTokyoDay, tokyoDayOf } from './tokyo-day.ts';

/** Japanese public holidays, substitute and citizens' holidays included. Days are `yyyy-mm-dd`. */
export type Holidays = {
  /** Whether the holidays of a year are known. */
  covers(year: number): boolean;
  isHoliday(day: string): boolean;
};

export type HolidaysUnknown = { readonly code: 'holidays-unknown'; readonly year: number };

/** 31 December to 3 January, `mm-dd`. */
const NEW_YEAR = ['12-31', '01-01', '01-02', '01-03'];

/**
 * S-7: the end of the n-th business day in Tokyo. Day 1 is the first business day after the day that the instant lies in,
 * whatever day that is.
 *
 * @param n 1 or more
 * @returns RFC 3339 in UTC
 */
export function endOfNthBusinessDayAfter(instant: Date, n: number, holidays: Holidays): Result<string, HolidaysUnknown> {
  let day = tokyoDayOf(instant);

  for (let passed = 0; passed < n; ) {
    day += 1;

    const business = isBusinessDay(dateOf(day), holidays);
    if (!business.ok) return business;
    if (business.value) passed += 1;
  }

  return ok(endOfTokyoDay(day));
}

/** Whether banks are open: not on Saturdays, Sundays, public holidays, nor from 31 December to 3 January. */
export function isBusinessDay(day: string, holidays: Holidays): Result<boolean, HolidaysUnknown> {
  const date = new Date(`${day}T00:00:00Z`);
  if (isWeekend(date) || NEW_YEAR.includes(day.slice(-5))) return ok(false);

  const year = date.getUTCFullYear();
  if (!holidays.covers(year)) return refuse({ code: 'holidays-unknown', year });

  return ok(!holidays.isHoliday(day));
}

function isWeekend(date: Date): boolean {
  return date.getUTCDay() === 0 || date.getUTCDay() === 6;
}
