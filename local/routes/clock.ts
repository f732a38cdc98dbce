import { DateTime, Duration } from 'luxon';
import * as z from 'zod';
import type { LocalClock } from '../clock.ts';
import { BadLocalRequest, type LocalRoute } from './route.ts';

const Advance = z.strictObject({ advance: z.string() });

/** The last moment an RFC 3339 time can tell. */
const END_OF_TIME = DateTime.utc(9999, 12, 31);

export function readClock(clock: LocalClock): LocalRoute {
  return () => ({ now: clock.now().toISOString() });
}

/** Moves the clock by an ISO 8601 duration; what is due in between has happened when it answers. */
export function advanceClock(clock: LocalClock): LocalRoute {
  return async ({ body }) => {
    await clock.advance(millisecondsOf(body, clock.now()));

    return { now: clock.now().toISOString() };
  };
}

function millisecondsOf(body: Buffer, now: Date): number {
  const parsed = Advance.safeParse(parseJson(body));
  if (!parsed.success) throw new BadLocalRequest('Send { "advance": "PT31M" }, an ISO 8601 duration');

  const duration = Duration.fromISO(parsed.data.advance);
  if (!duration.isValid) {
    throw new BadLocalRequest(`"${parsed.data.advance}" is no ISO 8601 duration, such as PT31M or P30D`);
  }

  const start = DateTime.fromJSDate(now, { zone: 'utc' });
  const target = start.plus(duration);

  if (target < start) throw new BadLocalRequest('Time moves forward only');
  if (!target.isValid || target > END_OF_TIME) throw new BadLocalRequest('Time ends with the year 9999');

  // Months and years are of the calendar: how long they are depends on when they start.
  return target.diff(start).toMillis();
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
