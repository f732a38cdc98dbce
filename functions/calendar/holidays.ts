import holidayJp from '@holiday-jp/holiday_jp';
import type { Holidays } from '../../domain/calendar/business-days.ts';

const holidays: Readonly<Record<string, object>> = holidayJp.holidays;
const years = new Set(Object.keys(holidays).map((day) => Number(day.slice(0, 4))));

/**
 * The last year that the Cabinet Office has published and our tests have compared. It publishes a year's list in February
 * of the year before. What the package knows beyond follows from the law and from computed equinoxes, and a new law may
 * change it: so what is yet to be compared is worth an alarm, but no reason to stop.
 */
export const LAST_PUBLISHED_YEAR = 2027;

/** Holidays from the holiday_jp package: 1970 to 2050. */
export const japaneseHolidays: Holidays = {
  covers: (year) => years.has(year),
  isHoliday: (day) => day in holidays,
};
