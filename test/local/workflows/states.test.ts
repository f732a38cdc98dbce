import { describe, expect, it } from 'vitest';
import { succeed } from '../edges/local-edges.ts';
import { invokeJob, machine, PAYLOAD } from './hand-made-machines.ts';
import { localWorkflows, typesOf } from './local-workflows.ts';

const workflows = localWorkflows(
  machine('pass', {
    Note: {
      Type: 'Pass',
      Assign: { who: '{% $states.input.name %}' },
      Output: { greeting: "{% 'Hello ' & $states.input.name %}", machine: '{% $states.context.StateMachine.Name %}', plain: 1 },
      Next: 'Tell',
    },
    Tell: { Type: 'Succeed', Output: '{% $merge([$states.input, { "who": $who }]) %}' },
  }),
  machine('choose', {
    Choose: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.amount > 100 %}', Next: 'Much', Output: 'much' },
        { Condition: '{% $states.input.amount > 10 %}', Next: 'Much', Assign: { size: 'some' } },
      ],
      Default: 'Little',
      Output: 'little',
    },
    Much: { Type: 'Succeed' },
    Little: { Type: 'Succeed' },
  }),
  machine('choose-nothing', {
    Choose: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.go %}', Next: 'Go' }] },
    Go: { Type: 'Succeed' },
  }),
  machine('give-up', { Stop: { Type: 'Fail', Error: "{% 'No' & $states.input.what %}", Cause: 'because' } }),
  machine('each', {
    Each: {
      Type: 'Map',
      Items: '{% $states.input.names %}',
      ItemSelector: { name: '{% $states.context.Map.Item.Value %}', index: '{% $states.context.Map.Item.Index %}' },
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'Do', States: { Do: invokeJob(PAYLOAD) } },
      End: true,
    },
  }),
  machine('inside', {
    Note: { Type: 'Pass', Assign: { greeting: 'Hello' }, Next: 'Each' },
    Each: {
      Type: 'Map',
      Items: '{% $states.input.names %}',
      ItemProcessor: {
        StartAt: 'Keep',
        States: {
          Keep: { Type: 'Pass', Assign: { name: '{% $states.input %}' }, Next: 'Greet' },
          Greet: { Type: 'Pass', Output: "{% $greeting & ' ' & $name & $states.context.Map.Item.Index %}", End: true },
        },
      },
      End: true,
    },
  }),
  machine('count', {
    Begin: { Type: 'Pass', Assign: { count: 0 }, Next: 'More' },
    More: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $count < 30 %}', Next: 'Wait', Assign: { count: '{% $count + 1 %}' } }],
      Default: 'Done',
    },
    Wait: { Type: 'Wait', Seconds: 3600, Next: 'More' },
    Done: { Type: 'Succeed', Output: '{% $count %}' },
  }),
  machine('both', {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', Output: 'left', End: true } } },
        { StartAt: 'Right', States: { Right: { Type: 'Pass', Output: '{% $states.input.side %}', End: true } } },
      ],
      End: true,
    },
  }),
  machine('query', { Ask: { Type: 'Pass', Output: '{% $states.input.missing %}', End: true } }),
  machine('functions', {
    Ask: {
      Type: 'Pass',
      Output: {
        parts: '{% $partition([1..5], 2) %}',
        range: '{% $range(0, 10, 5) %}',
        hash: "{% $hash('abc', 'SHA-256') %}",
        parsed: `{% $parse('{"a":[1]}').a %}`,
        now: '{% $now() %}',
        millis: '{% $millis() %}',
      },
      End: true,
    },
  }),
  machine('evaluate-text', { Ask: { Type: 'Pass', Output: "{% $eval('1') %}", End: true } }),
  machine('large', { Grow: { Type: 'Pass', Output: "{% $pad('', 300000, 'x') %}", End: true } }),
);

// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
describe('a Pass state', () => {
  it('makes its output with JSONata and assigns variables that later states see', async () => {
    await workflows.run(succeed);
    const execution = await workflows.finish('pass', { name: 'Hanako' });

    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { greeting: 'Hello Hanako', machine: 'pass', plain: 1, who: 'Hanako' },
    });
    expect(typesOf(execution)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('fails with States.QueryEvaluationError when an expression answers nothing', async () => {
    await workflows.run(succeed);
    const execution = await workflows.finish('query');

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(typesOf(execution)).toContain('EvaluationFailed');
  });

  // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
  it('fails with States.DataLimitExceeded when its output is larger than 256 KiB', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('large')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-step-functions
describe('expressions', () => {
  it('have the functions that Step Functions adds, and the local time', async () => {
    await workflows.run(succeed);
    const before = workflows.local().clock.now().getTime();
    const { output } = await workflows.finish('functions');

    expect(output).toMatchObject({
      parts: [[1, 2], [3, 4], [5]],
      range: [0, 5, 10],
      hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      parsed: [1],
    });
    const { now, millis } = output as { now: string; millis: number };
    expect(Date.parse(now)).toBeGreaterThanOrEqual(before);
    expect(millis).toBeGreaterThanOrEqual(before);
  });

  it('have no $eval', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('evaluate-text')).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
describe('a Choice state', () => {
  it.each([
    [200, 'much'],
    [20, { amount: 20 }],
    [1, 'little'],
  ])('takes the first rule that is true, or the default: %d', async (amount, output) => {
    await workflows.run(succeed);

    expect(await workflows.finish('choose', { amount })).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('without a match or a default ends the execution with States.Runtime', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('choose-nothing', { go: false })).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('fails when a condition is neither true nor false', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('choose-nothing', { go: 'yes' })).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html
it('a Fail state ends the execution with its error and cause', async () => {
  await workflows.run(succeed);
  const execution = await workflows.finish('give-up', { what: 'Money' });

  expect(execution).toMatchObject({ status: 'FAILED', error: 'NoMoney', cause: 'because' });
  expect(typesOf(execution)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
describe('a Map state', () => {
  it('runs as many items at a time as MaxConcurrency says, and answers in the order of the items', async () => {
    let running = 0;
    let most = 0;
    await workflows.run(async ({ event }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return { ok: true, payload: (event as { name: string }).name.toUpperCase() };
    });

    const execution = await workflows.finish('each', { names: ['a', 'b', 'c', 'd', 'e'] });

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: ['A', 'B', 'C', 'D', 'E'] });
    expect(most).toBe(2);
    expect(workflows.invoked()).toContainEqual({ name: 'c', index: 2 });
    expect(typesOf(execution).filter((type) => type === 'MapIterationSucceeded')).toHaveLength(5);
  });

  it('answers an empty list for no items', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('each', { names: [] })).toMatchObject({ status: 'SUCCEEDED', output: [] });
  });

  it('has variables of its own in each iteration, beside those from before', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('inside', { names: ['a', 'b'] })).toMatchObject({ output: ['Hello a0', 'Hello b1'] });
  });

  it('fails with the first iteration that fails, and begins no other', async () => {
    await workflows.run(({ event }) =>
      (event as { name: string }).name === 'b'
        ? { ok: false, errorType: 'Broken', errorMessage: 'it broke' }
        : { ok: true, payload: null },
    );
    const execution = await workflows.finish('each', { names: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(typesOf(execution)).toEqual(expect.arrayContaining(['MapIterationFailed', 'MapStateFailed', 'ExecutionFailed']));
    expect(workflows.invoked().length).toBeLessThan(8);
  });
});

it('states may run again and again, with a wait in between', async () => {
  await workflows.run(succeed);
  const arn = await workflows.start('count');
  await workflows.advance(86_400_000);
  await workflows.run(succeed);
  await workflows.advance(86_400_000);

  expect(workflows.shown(arn)).toMatchObject({ status: 'SUCCEEDED', output: 30 });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html
it('a Parallel state answers what its branches answer, in their order', async () => {
  await workflows.run(succeed);

  expect(await workflows.finish('both', { side: 'right' })).toMatchObject({ status: 'SUCCEEDED', output: ['left', 'right'] });
});
