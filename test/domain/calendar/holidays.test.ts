import { describe, expect, it } from 'vitest';
import { japaneseHolidays, LAST_PUBLISHED_YEAR } from '../../../functions/calendar/holidays.ts';
import { PUBLISHED_HOLIDAYS } from './published-holidays.ts';

const years = Object.keys(PUBLISHED_HOLIDAYS).map(Number);

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (const day = new Date(Date.UTC(year, 0, 1)); day.getUTCFullYear() === year; day.setUTCDate(day.getUTCDate() + 1)) {
    days.push(day.toISOString().slice(0, 10));
  }

  return days;
}

describe('S-7 holidays', () => {
  it.each(years)('of %i are exactly those that the Cabinet Office published', (year) => {
    const holidays = daysOf(year).filter(japaneseHolidays.isHoliday);

    expect(holidays).toEqual(PUBLISHED_HOLIDAYS[year]?.map((day) => `${year}-${day}`));
  });

  it('are said to be published up to the last year that is compared here', () => {
    expect(LAST_PUBLISHED_YEAR).toBe(Math.max(...years));
  });

  it('are known for every year from 1970 to 2050, and for none beyond', () => {
    const known = Array.from({ length: 200 }, (_, index) => 1900 + index).filter(japaneseHolidays.covers);

    expect(known).toEqual(Array.from({ length: 81 }, (_, index) => 1970 + index));
  });
});
