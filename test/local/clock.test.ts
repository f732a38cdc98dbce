import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type LocalClock, startClock } from '../../local/clock.ts';
import { openState } from '../../local/state.ts';
import { temporaryFolder } from './fixtures/cloud-assembly.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-12-01T00:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

function openClock(
  folder = temporaryFolder(),
  report: (failure: unknown) => void = vi.fn(),
): { clock: LocalClock; close(): void } {
  const state = openState(folder);
  const clock = startClock(state, report);
  const close = (): void => {
    clock.close();
    state.close();
  };

  return { clock, close };
}

function clockForTest(report?: (failure: unknown) => void): LocalClock {
  const { clock, close } = openClock(temporaryFolder(), report);
  onTestFinished(close);

  return clock;
}

describe('the local clock', () => {
  it('runs with the machine until it is moved', () => {
    const clock = clockForTest();

    vi.advanceTimersByTime(MINUTE);

    expect(clock.now()).toEqual(new Date('2026-12-01T00:01:00Z'));
  });

  it('keeps its offset over a restart', async () => {
    const folder = temporaryFolder();
    const before = openClock(folder);
    await before.clock.advance(3 * DAY);
    before.close();

    const after = openClock(folder);
    onTestFinished(after.close);

    expect(after.clock.now()).toEqual(new Date('2026-12-04T00:00:00Z'));
  });

  it('shares its offset with threads as it moves', async () => {
    const clock = clockForTest();
    const shared = new BigInt64Array(clock.sharedOffset);

    await clock.advance(MINUTE);

    expect(shared[0]).toBe(60_000n);
    expect(clock.offsetMs()).toBe(MINUTE);
  });

  it('runs due tasks in the order of their times, each at its time, before it arrives', async () => {
    const clock = clockForTest();
    const ran: string[] = [];
    const note = (name: string) => async (): Promise<void> => {
      ran.push(`${name} ${clock.now().toISOString()}`);
    };
    clock.at(new Date('2026-12-02T00:00:00Z'), note('second'));
    clock.at(new Date('2026-12-01T06:00:00Z'), note('first'));
    clock.at(new Date('2026-12-09T00:00:00Z'), note('not yet'));

    await clock.advance(2 * DAY);

    expect(ran).toEqual(['first 2026-12-01T06:00:00.000Z', 'second 2026-12-02T00:00:00.000Z']);
    expect(clock.now()).toEqual(new Date('2026-12-03T00:00:00Z'));
  });

  it('runs what a task schedules within the move, and tasks of one time in the order in which they came', async () => {
    const clock = clockForTest();
    const ran: string[] = [];
    const everyHour = async (): Promise<void> => {
      ran.push(clock.now().toISOString().slice(11, 16));
      clock.at(new Date(clock.now().getTime() + 60 * MINUTE), everyHour);
    };
    clock.at(new Date('2026-12-01T01:00:00Z'), everyHour);
    clock.at(new Date('2026-12-01T01:00:00Z'), async () => {
      ran.push('at one as well');
    });

    await clock.advance(3 * 60 * MINUTE);

    expect(ran).toEqual(['01:00', 'at one as well', '02:00', '03:00']);
  });

  it('waits after each task until asynchronous work is idle', async () => {
    const clock = clockForTest();
    const events: string[] = [];
    let busy = Promise.resolve();
    clock.whenIdle(() => busy);
    clock.at(new Date('2026-12-01T00:01:00Z'), async () => {
      busy = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void events.push('work done'));
    });
    clock.at(new Date('2026-12-01T00:02:00Z'), async () => {
      events.push('next task');
    });

    const moved = clock.advance(5 * MINUTE).then(() => events.push('arrived'));
    await vi.runAllTimersAsync();
    await moved;

    expect(events).toEqual(['work done', 'next task', 'arrived']);
  });

  it('makes up once for a whole move, however many tasks were due on the way', async () => {
    const clock = clockForTest();
    const events: string[] = [];
    clock.onArrival(async () => {
      events.push(`arrived ${clock.now().toISOString().slice(0, 10)}`);
    });
    for (const day of ['2026-12-02', '2026-12-03']) {
      clock.at(new Date(`${day}T00:00:00Z`), async () => {
        events.push(day);
      });
    }

    await clock.advance(5 * DAY);

    expect(events).toEqual(['2026-12-02', '2026-12-03', 'arrived 2026-12-06']);
  });

  it('moves one request after the other', async () => {
    const clock = clockForTest();

    await Promise.all([clock.advance(MINUTE), clock.advance(2 * MINUTE)]);

    expect(clock.now()).toEqual(new Date('2026-12-01T00:03:00Z'));
  });

  it('runs a task by real passing of time as well', async () => {
    const clock = clockForTest();
    const task = vi.fn(async () => undefined);
    clock.at(new Date('2026-12-01T00:01:00Z'), task);

    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    expect(task).not.toHaveBeenCalled();

    await vi.advanceTimersByTimeAsync(1);
    expect(task).toHaveBeenCalledOnce();
  });

  it('does not fire a task of the far future early, although timers end after 24.8 days', async () => {
    const clock = clockForTest();
    const task = vi.fn(async () => undefined);
    clock.at(new Date('2027-03-01T00:00:00Z'), task);

    await vi.advanceTimersByTimeAsync(89 * DAY);
    expect(task).not.toHaveBeenCalled();

    await vi.advanceTimersByTimeAsync(DAY);
    expect(task).toHaveBeenCalledOnce();
  });

  it('does not run a cancelled task', async () => {
    const clock = clockForTest();
    const task = vi.fn(async () => undefined);
    const cancel = clock.at(new Date('2026-12-01T00:01:00Z'), task);

    cancel();
    await clock.advance(DAY);

    expect(task).not.toHaveBeenCalled();
  });

  it('goes on after a failed task, and reports it', async () => {
    const report = vi.fn();
    const clock = clockForTest(report);
    const failure = new Error('task failed');
    const later = vi.fn(async () => undefined);
    clock.at(new Date('2026-12-01T00:01:00Z'), () => Promise.reject(failure));
    clock.at(new Date('2026-12-01T00:02:00Z'), later);

    await clock.advance(DAY);

    expect(report).toHaveBeenCalledExactlyOnceWith(failure);
    expect(later).toHaveBeenCalledOnce();
  });

  it('refuses a task without a valid time', () => {
    expect(() => clockForTest().at(new Date('never'), async () => undefined)).toThrow('valid time');
  });
});
