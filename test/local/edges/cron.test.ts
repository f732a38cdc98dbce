import { describe, expect, it } from 'vitest';
import { readCron } from '../../../local/edges/schedules/cron.ts';

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html

const START = new Date('2026-11-23T00:00:00Z');

/** The next times of an expression, as local times of its zone where they are in UTC. */
function next(expression: string, { zone = 'UTC', after = START, count = 3 } = {}): (string | undefined)[] {
  const cron = readCron(expression, zone);
  const times: (Date | undefined)[] = [];
  for (let time = cron.nextAfter(after); times.length < count; time = time && cron.nextAfter(time)) times.push(time);

  return times.map((time) => time?.toISOString().slice(0, 16));
}

describe('cron(…) is due', () => {
  it.each([
    // The user guide's own examples, or close to them.
    ['15 10 ? * 6L 2026-2027', ['2026-11-27T10:15', '2026-12-25T10:15', '2027-01-29T10:15']],
    ['15 12 * * ? *', ['2026-11-23T12:15', '2026-11-24T12:15', '2026-11-25T12:15']],
    ['0 18 ? * MON-FRI *', ['2026-11-23T18:00', '2026-11-24T18:00', '2026-11-25T18:00']],
    ['0 8 1 * ? *', ['2026-12-01T08:00', '2027-01-01T08:00', '2027-02-01T08:00']],
    ['0/10 * ? * MON-FRI *', ['2026-11-23T00:10', '2026-11-23T00:20', '2026-11-23T00:30']],
    ['1/20 0 * * ? *', ['2026-11-23T00:01', '2026-11-23T00:21', '2026-11-23T00:41']],
    ['*/15 9,17 ? * MON *', ['2026-11-23T09:00', '2026-11-23T09:15', '2026-11-23T09:30']],
    ['0 10-20/5 * * ? *', ['2026-11-23T10:00', '2026-11-23T15:00', '2026-11-23T20:00']],
    // 1 is Sunday.
    ['0 9 ? * 1 *', ['2026-11-29T09:00', '2026-12-06T09:00', '2026-12-13T09:00']],
    ['0 9 ? * 3#2 *', ['2026-12-08T09:00', '2027-01-12T09:00', '2027-02-09T09:00']],
    ['0 9 L * ? *', ['2026-11-30T09:00', '2026-12-31T09:00', '2027-01-31T09:00']],
    ['0 9 LW * ? *', ['2026-11-30T09:00', '2026-12-31T09:00', '2027-01-29T09:00']],
    ['0 9 3W JAN,FEB ? *', ['2027-01-04T09:00', '2027-02-03T09:00', '2028-01-03T09:00']],
    ['0 9 29 2 ? *', ['2028-02-29T09:00', '2032-02-29T09:00', '2036-02-29T09:00']],
    ['0 9 1 12 ? 2026', ['2026-12-01T09:00', undefined, undefined]],
  ])('%s', (expression, times) => {
    expect(next(expression)).toEqual(times);
  });

  it('by the clock of its time zone', () => {
    expect(next('0 9 ? * MON-FRI *', { zone: 'Asia/Tokyo' })).toEqual([
      '2026-11-24T00:00',
      '2026-11-25T00:00',
      '2026-11-26T00:00',
    ]);
  });

  it('not at a time that the clocks skip in spring', () => {
    const after = new Date('2027-03-12T12:00:00Z');

    expect(next('30 2 * * ? *', { zone: 'America/New_York', after })).toEqual([
      '2027-03-13T07:30',
      '2027-03-15T06:30',
      '2027-03-16T06:30',
    ]);
  });

  it('once at a time that comes twice in autumn', () => {
    const after = new Date('2027-11-06T12:00:00Z');
    const [first, second] = next('30 1 * * ? *', { zone: 'America/New_York', after });

    expect(['2027-11-07T05:30', '2027-11-07T06:30']).toContain(first);
    expect(second).toBe('2027-11-08T06:30');
  });
});

it.each([
  ['0 9 * * * *', 'has to be ?'],
  ['0 9 ? * ? *', 'has to be ?'],
  ['0 9 * * ?', 'six fields'],
  ['0 0 9 * * ? *', 'six fields'],
  ['60 9 * * ? *', '"60" is nothing for the minutes'],
  ['? 9 * * ? *', '"?" is nothing for the minutes'],
  ['0 9 32 * ? *', '"32" is nothing for the day of the month'],
  ['0 9 32W * ? *', '"32W" is nothing for the day of the month'],
  ['0 9 L-3 * ? *', '"L-3" is nothing for the day of the month'],
  ['0 9 ? 13 2 *', '"13" is nothing for the month'],
  ['0 9 ? * 0 *', '"0" is nothing for the day of the week'],
  ['0 9 ? * L *', '"L" is nothing for the day of the week'],
  ['0 9 ? * 8 *', '"8" is nothing for the day of the week'],
  ['0 9 ? * +2 *', '"+2" is nothing for the day of the week'],
  ['0 9 ? * 2 1969', '"1969" is nothing for the year'],
  ['0/0 9 * * ? *', '"0/0" is nothing for the minutes'],
  ['0 20-10 * * ? *', '20-10'],
  ['@daily', 'six fields'],
])('cron(%s) is refused: Scheduler does not know it, or the local run', (expression, reason) => {
  expect(() => readCron(expression, 'UTC')).toThrow(reason);
});
