import { DateTime, Duration } from 'luxon';
import { Refusal } from '../../refusal.ts';

/** When a schedule is due: again and again, or once. */
export type Timetable = { readonly kind: 'rate'; readonly everyMs: number } | { readonly kind: 'once'; readonly at: Date };

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const ONCE = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;

/**
 * Reads a schedule expression: `rate(5 minutes)`, or `at(2027-01-31T09:00:00)` in the schedule's time zone.
 *
 * @throws Refusal for any other expression
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readTimetable(expression: string, zone: string, where: string): Timetable {
  const [, count, unit] = RATE.exec(expression) ?? [];
  if (count !== undefined && unit !== undefined) {
    return { kind: 'rate', everyMs: Duration.fromObject({ [unit]: Number(count) }).toMillis() };
  }

  const at = DateTime.fromISO(ONCE.exec(expression)?.[1] ?? '', { zone });
  if (at.isValid) return { kind: 'once', at: at.toJSDate() };

  throw new Refusal(`The local run does not know the schedule expression ${expression} (${zone}) of ${where}.`);
}
