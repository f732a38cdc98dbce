import { describe, expect, it } from 'vitest';
import { succeed } from '../edges/local-edges.ts';
import { invokeJob, machine } from './hand-made-machines.ts';
import { localWorkflows, typesOf } from './local-workflows.ts';

const DAY_MS = 86_400_000;

const workflows = localWorkflows(
  machine('months', { Wait: { Type: 'Wait', Seconds: '{% 90 * 86400 %}', Next: 'Do' }, Do: invokeJob() }),
  machine('until', {
    Wait: { Type: 'Wait', Timestamp: '{% $states.input.until %}', Assign: { waited: true }, Next: 'Do' },
    Do: invokeJob({ Output: '{% $waited %}' }),
  }),
  machine('odd', { Wait: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', End: true } }),
  machine('two-waits', {
    Each: {
      Type: 'Map',
      Items: '{% $states.input %}',
      ItemProcessor: {
        StartAt: 'Wait',
        States: {
          Wait: { Type: 'Wait', Seconds: '{% $states.input * 86400 %}', Next: 'Do' },
          Do: invokeJob({ Output: '{% $states.input %}' }),
        },
      },
      End: true,
    },
  }),
  machine('two-tasks', { First: invokeJob({ Next: 'Second' }, 'first'), Second: invokeJob({}, 'second') }),
  machine('in-time', { Wait: { Type: 'Wait', Seconds: 100, End: true } }, { TimeoutSeconds: 60 }),
  machine('for-ever', { Wait: { Type: 'Wait', Seconds: 99_999_999, End: true } }),
);

// https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
describe('a Wait state', () => {
  it('of months ends on its day by the local clock, and everything may have been killed meanwhile', async () => {
    await workflows.run(succeed);
    const arn = await workflows.start('months');
    await workflows.advance(60 * DAY_MS);
    const { waitingUntil, startedAt, status } = workflows.shown(arn);
    expect(status).toBe('RUNNING');
    expect(Math.round((Date.parse(waitingUntil ?? '') - Date.parse(startedAt)) / DAY_MS)).toBe(90);

    await workflows.run(succeed);
    await workflows.advance(29 * DAY_MS);
    expect(workflows.invoked()).toEqual([]);
    await workflows.advance(DAY_MS);

    expect(workflows.invoked()).toHaveLength(1);
    expect(workflows.shown(arn).status).toBe('SUCCEEDED');
  });

  it('until a time ends at that time, and at once when it has passed', async () => {
    await workflows.run(succeed);
    const now = workflows.local().clock.now().getTime();
    const later = await workflows.start('until', { until: new Date(now + 200 * DAY_MS).toISOString() });
    const passed = await workflows.start('until', { until: new Date(now - DAY_MS).toISOString() });
    await workflows.idle();

    expect(workflows.shown(passed)).toMatchObject({ status: 'SUCCEEDED', output: true });
    expect(workflows.shown(later).status).toBe('RUNNING');
    await workflows.advance(200 * DAY_MS);

    const { status, history } = workflows.shown(later);
    expect(status).toBe('SUCCEEDED');
    const left = history.find(({ type }) => type === 'WaitStateExited');
    expect(Date.parse(left?.at ?? '')).toBeGreaterThanOrEqual(now + 200 * DAY_MS);
  });

  it('that became due while nothing ran ends with the next start', async () => {
    await workflows.run(succeed);
    const arn = await workflows.start('months');
    await workflows.idle();
    workflows.stop();
    await workflows.advance(100 * DAY_MS);

    await workflows.run(succeed);
    await workflows.idle();

    expect(workflows.shown(arn).status).toBe('SUCCEEDED');
  });

  it.each([-1, 1.5, 100_000_000, 'ten'])('fails for %s seconds', async (seconds) => {
    await workflows.run(succeed);

    expect(await workflows.finish('odd', { seconds })).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('in several iterations of a Map ends in due order within one move of the clock', async () => {
    await workflows.run(succeed);
    const arn = await workflows.start('two-waits', [30, 10, 20]);
    await workflows.advance(40 * DAY_MS);

    expect(workflows.invoked()).toEqual([10, 20, 30]);
    expect(workflows.shown(arn)).toMatchObject({ status: 'SUCCEEDED', output: [30, 10, 20] });
  });

  it('in iterations goes on after everything was killed, without those that had ended', async () => {
    await workflows.run(succeed);
    const arn = await workflows.start('two-waits', [1, 50]);
    await workflows.advance(2 * DAY_MS);
    expect(workflows.invoked()).toEqual([1]);

    await workflows.run(succeed);
    await workflows.advance(50 * DAY_MS);

    expect(workflows.invoked()).toEqual([50]);
    expect(workflows.shown(arn)).toMatchObject({ status: 'SUCCEEDED', output: [1, 50] });
  });
});

describe('a task under way when everything is killed', () => {
  it('runs again, and what had ended before it does not', async () => {
    const { promise: never } = Promise.withResolvers<never>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    await workflows.run((invoked) => {
      if (invoked.event === 'first') return { ok: true, payload: null };
      reach();
      return never;
    });
    const arn = await workflows.start('two-tasks');
    await reached;

    await workflows.run(succeed);
    await workflows.idle();

    expect(workflows.invoked()).toEqual(['second']);
    expect(workflows.shown(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(typesOf(workflows.shown(arn)).filter((type) => type === 'TaskScheduled')).toHaveLength(3);
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
describe('an execution', () => {
  it('that takes longer than TimeoutSeconds is timed out', async () => {
    await workflows.run(succeed);
    const arn = await workflows.start('in-time');
    await workflows.advance(61_000);

    expect(workflows.shown(arn)).toMatchObject({ status: 'TIMED_OUT' });
    expect(typesOf(workflows.shown(arn)).at(-1)).toBe('ExecutionTimedOut');
    await workflows.advance(100_000);
    expect(typesOf(workflows.shown(arn)).at(-1)).toBe('ExecutionTimedOut');
  });

  // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
  it('ends after a year', async () => {
    await workflows.run(succeed);
    const arn = await workflows.start('for-ever');
    await workflows.advance(364 * DAY_MS);
    expect(workflows.shown(arn).status).toBe('RUNNING');
    await workflows.advance(2 * DAY_MS);

    expect(workflows.shown(arn).status).toBe('TIMED_OUT');
  });
});
