import { DateTime, Duration, IANAZone } from 'luxon';
import { Refusal } from '../../refusal.ts';
import { readCron } from './cron.ts';

/** When a schedule is due. */
export type Timetable = {
  /** The expression and its time zone: another text is another timetable. */
  readonly text: string;
  /** More than once a day, as a rule. */
  readonly isFrequent: boolean;
  /** The first time of a schedule that begins now. */
  first(now: Date): Date | undefined;
  /** The first time after `after` of a schedule that was due at `due`; none when it is never due again. */
  next(due: Date, after: Date): Date | undefined;
};

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const ONCE = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;
const CRON = /^cron\((.*)\)$/;

const DAY_MS = 86_400_000;

/**
 * Reads a schedule expression: `rate(5 minutes)`, or in the schedule's time zone `at(2027-01-31T09:00:00)` or
 * `cron(0 9 ? * MON-FRI *)`.
 *
 * @throws Refusal for any other expression
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readTimetable(expression: string, zone: string, where: string): Timetable {
  const text = `${expression} ${zone}`;
  const unknown = (why: string, cause?: unknown): Refusal =>
    new Refusal(`The local run does not know the schedule expression ${expression} (${zone}) of ${where}${why}.`, { cause });
  if (!IANAZone.isValidZone(zone)) throw unknown(': there is no such time zone');

  const [, count, unit] = RATE.exec(expression) ?? [];
  if (Number(count) > 0 && unit !== undefined) return rate(text, Duration.fromObject({ [unit]: Number(count) }).toMillis());

  const at = DateTime.fromISO(ONCE.exec(expression)?.[1] ?? '', { zone });
  if (at.isValid) return { text, isFrequent: false, first: () => at.toJSDate(), next: () => undefined };

  const [, fields] = CRON.exec(expression) ?? [];
  if (fields === undefined) throw unknown('');

  try {
    const { isFrequent, nextAfter } = readCron(fields, zone);
    return { text, isFrequent, first: nextAfter, next: (_, after) => nextAfter(after) };
  } catch (cause) {
    throw unknown(`: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
}

function rate(text: string, everyMs: number): Timetable {
  return {
    text,
    isFrequent: everyMs < DAY_MS,
    first: (now) => new Date(now.getTime() + everyMs),
    // Whole intervals from where it was due.
    next: (due, after) => {
      const passed = Math.floor((after.getTime() - due.getTime()) / everyMs);
      return new Date(due.getTime() + Math.max(passed + 1, 1) * everyMs);
    },
  };
}
