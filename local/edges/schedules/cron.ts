import { Cron } from 'croner';
import { DateTime } from 'luxon';

/** When a cron expression is due. */
export type CronTimes = {
  /** More than once a day. */
  readonly isFrequent: boolean;
  /** The first time after a given one; none when its years are over. */
  nextAfter(time: Date): Date | undefined;
};

/** A field of Scheduler's: its values, and what else may stand in it. */
type Field = {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly names?: string;
  readonly special?: RegExp;
};

const MONTHS = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const DAYS = 'SUN|MON|TUE|WED|THU|FRI|SAT';
const FIELDS: readonly Field[] = [
  { name: 'minutes', first: 0, last: 59 },
  { name: 'hours', first: 0, last: 23 },
  { name: 'day of the month', first: 1, last: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', first: 1, last: 12, names: MONTHS },
  { name: 'day of the week', first: 1, last: 7, names: DAYS, special: new RegExp(`^(\\?|([1-7]|${DAYS})(L|#[1-5]))$`) },
  { name: 'year', first: 1970, last: 2199 },
];

/**
 * Reads what stands in the brackets of `cron(…)`: six fields, of which the day of the month or the day of the week is `?`.
 * Croner finds the times on the clock on the wall; a time that the zone skips is skipped, one that comes twice counts once.
 *
 * @throws Error that says what Scheduler, or the local run, does not know
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readCron(expression: string, zone: string): CronTimes {
  const given = expression.split(/\s+/);
  if (given.length !== FIELDS.length) throw new Error('it needs six fields');

  const fields = FIELDS.map((field, index) => inCronersWords(given[index] ?? '', field));
  if ((given[2] === '?') === (given[4] === '?')) throw new Error('the day of the month or the day of the week has to be ?');

  // What else is wrong, such as a range that ends before it begins, croner says.
  const cron = new Cron(['0', ...fields].join(' '), {
    mode: '7-part',
    alternativeWeekdays: true,
    timezone: 'UTC',
    paused: true,
  });

  return {
    isFrequent: given.slice(0, 2).some((text) => !/^\d+$/.test(text)),
    nextAfter: (time) => {
      for (let wall = cron.nextRun(onTheWall(time, zone)); wall !== null; wall = cron.nextRun(wall)) {
        const next = DateTime.fromJSDate(wall, { zone: 'utc' }).setZone(zone, { keepLocalTime: true }).toJSDate();
        if (next > time && onTheWall(next, zone).getTime() === wall.getTime()) return next;
      }
      return undefined;
    },
  };
}

/** The local time of a zone as if it were UTC. */
function onTheWall(time: Date, zone: string): Date {
  return DateTime.fromJSDate(time, { zone }).setZone('utc', { keepLocalTime: true }).toJSDate();
}

function inCronersWords(text: string, field: Field): string {
  return text
    .split(',')
    .map((part) => (field.special?.test(part) ? part : rangeInCronersWords(part, field)))
    .join(',');
}

/** `*`, a value or a range, and steps from there on: croner knows no steps that begin with a value. */
function rangeInCronersWords(part: string, { name, first, last, names }: Field): string {
  const [range = '', step, ...more] = part.split('/');
  const ends = range === '*' ? [] : range.split('-');
  const value = new RegExp(`^(\\d+${names === undefined ? '' : `|${names}`})$`);

  const isKnown = ends.length <= 2 && ends.every((end) => value.test(end) && !(Number(end) < first || Number(end) > last));
  const isStep = step === undefined || (/^[1-9]\d*$/.test(step) && Number(step) <= last);
  if (!isKnown || !isStep || more.length > 0) throw new Error(`"${part}" is nothing for the ${name}`);

  if (step === undefined) return range;

  return `${ends.length === 1 ? `${range}-${last}` : range}/${step}`;
}
