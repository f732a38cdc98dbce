import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfNthBusinessDayAfter, type Holidays, isBusinessDay } from '../../../domain/calendar/business-days.ts';
import { PUBLISHED_HOLIDAYS } from './published-holidays.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const holidays: Holidays = {
  covers: (year) => year in PUBLISHED_HOLIDAYS,
  isHoliday: (day) => PUBLISHED_HOLIDAYS[Number(day.slice(0, 4))]?.includes(day.slice(5)) ?? false,
};

/** The time given in Tokyo, to the end of which day there it leads: `yyyy-mm-dd`. */
function thirdAfter(tokyo: string, n = 3): string {
  const end = endOfNthBusinessDayAfter(new Date(`${tokyo}+09:00`), n, holidays);
  if (!end.ok) return end.refusal.code;

  expect(end.value).toMatch(/T15:00:00\.000Z$/);
  return tokyoDay(Date.parse(end.value) - 1);
}

function tokyoDay(instant: number): string {
  return new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' });
}

function isOpen(day: string): boolean {
  const business = isBusinessDay(day, holidays);

  return business.ok && business.value;
}

describe('S-7 the third business day', () => {
  it.each([
    ['Monday, in a plain week', '2026-06-01T10:00:00', '2026-06-04'],
    ['Wednesday: over the week-end', '2026-06-03T10:00:00', '2026-06-08'],
    ['Friday', '2026-06-05T10:00:00', '2026-06-10'],
    ['Saturday: as Friday', '2026-06-06T10:00:00', '2026-06-10'],
    ['Sunday: as Friday', '2026-06-07T10:00:00', '2026-06-10'],
    ['the day before Golden Week', '2026-05-01T10:00:00', '2026-05-11'],
    [
      'Friday before the three days of September 2026, the second of which lies between holidays',
      '2026-09-18T10:00:00',
      '2026-09-28',
    ],
    ['a holiday', '2026-11-03T10:00:00', '2026-11-06'],
    ['a Sunday with a substitute on Monday', '2027-03-21T10:00:00', '2027-03-25'],
    ['29 December, a Tuesday: the 30th is one, the next is 4 January', '2026-12-29T10:00:00', '2027-01-05'],
    ['30 December, a Wednesday', '2026-12-30T10:00:00', '2027-01-06'],
    ['31 December', '2026-12-31T10:00:00', '2027-01-06'],
    ['3 January, a Sunday', '2027-01-03T10:00:00', '2027-01-06'],
    ['New Year of 2026, when 3 January is a Saturday', '2025-12-30T10:00:00', '2026-01-07'],
  ])('after %s', (_, cancelled, expected) => {
    expect(thirdAfter(cancelled)).toBe(expected);
  });

  it('counts from the day in Tokyo, which begins at 15:00 UTC', () => {
    expect(thirdAfter('2026-06-01T00:00:00.000')).toBe('2026-06-04');
    expect(thirdAfter('2026-06-01T23:59:59.999')).toBe('2026-06-04');
    expect(thirdAfter('2026-06-02T00:00:00.000')).toBe('2026-06-05');
  });

  it('ends at midnight in Tokyo', () => {
    const end = endOfNthBusinessDayAfter(new Date('2026-06-01T01:00:00Z'), 3, holidays);

    expect(end).toEqual({ ok: true, value: '2026-06-04T15:00:00.000Z' });
  });

  it('is not guessed when the holidays of its year are not known', () => {
    const end = endOfNthBusinessDayAfter(new Date('2027-12-29T03:00:00Z'), 3, holidays);

    expect(end).toEqual({ ok: false, refusal: { code: 'holidays-unknown', year: 2028 } });
  });

  it('needs no year beyond its own', () => {
    expect(thirdAfter('2027-12-27T10:00:00')).toBe('2027-12-30');
  });
});

describe('S-7 the n-th business day after any moment', () => {
  const moment = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2027-11-30T00:00:00Z'), noInvalidDate: true });
  const count = fc.integer({ min: 1, max: 10 });

  const endAfter = (instant: Date, n: number) => {
    const end = endOfNthBusinessDayAfter(instant, n, holidays);
    if (!end.ok) throw new Error(end.refusal.code);

    return Date.parse(end.value);
  };

  it('is a business day, with exactly n of them from the day after the moment', () => {
    fc.assert(
      fc.property(moment, count, (instant, n) => {
        const last = tokyoDay(endAfter(instant, n) - 1);
        const days: string[] = [];
        for (let at = instant.getTime() + DAY_MS; tokyoDay(at) <= last; at += DAY_MS) days.push(tokyoDay(at));

        expect(isOpen(last)).toBe(true);
        expect(days.filter(isOpen)).toHaveLength(n);
      }),
    );
  });

  it('never comes earlier for a later moment, nor for a larger n', () => {
    fc.assert(
      fc.property(moment, fc.nat(10 * DAY_MS), count, (instant, laterBy, n) => {
        const end = endAfter(instant, n);

        expect(endAfter(new Date(instant.getTime() + laterBy), n)).toBeGreaterThanOrEqual(end);
        expect(endAfter(instant, n + 1)).toBeGreaterThan(end);
      }),
    );
  });

  it('is the same all through a day in Tokyo', () => {
    fc.assert(
      fc.property(moment, count, (instant, n) => {
        const day = tokyoDay(instant.getTime());
        const [first, last] = [new Date(`${day}T00:00:00+09:00`), new Date(`${day}T23:59:59.999+09:00`)];

        expect(endAfter(first, n)).toBe(endAfter(last, n));
      }),
    );
  });
});
