import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { TABLE_ARN } from '../aws/hand-made.ts';
import { functionArn } from '../edges/hand-made-edges.ts';
import { fail, type Play, succeed } from '../edges/local-edges.ts';
import { invokeJob, machine, PAYLOAD } from './hand-made-machines.ts';
import { localWorkflows, typesOf } from './local-workflows.ts';

const TABLE = TABLE_ARN.split('/').at(-1);
const retrier = (more: object = {}) => ({ ErrorEquals: ['States.ALL'], ...more });
const catcher = (Next: string, ...ErrorEquals: string[]) => ({ ErrorEquals, Next });
const put = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
  Arguments: {
    TableName: TABLE,
    Item: { PK: { S: '{% $states.input.key %}' }, SK: { S: 'x' } },
    ConditionExpression: 'attribute_not_exists(PK)',
  },
  End: true,
  ...more,
});

const workflows = localWorkflows(
  machine('plain', { Do: invokeJob(PAYLOAD) }),
  machine('patient', {
    Do: invokeJob({ ...PAYLOAD, Retry: [retrier({ IntervalSeconds: 10, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 60 })] }),
  }),
  machine('jittery', {
    Do: invokeJob({ Retry: [retrier({ IntervalSeconds: 1000, MaxAttempts: 1, JitterStrategy: 'FULL' })] }),
  }),
  machine('catching', {
    Do: invokeJob({
      Catch: [
        catcher('Never', 'Other'),
        {
          ErrorEquals: ['States.TaskFailed'],
          Next: 'Told',
          Assign: { failed: '{% $states.errorOutput.Error %}' },
          Output: { cause: '{% $parse($states.errorOutput.Cause) %}', input: '{% $states.input.id %}' },
        },
      ],
    }),
    Never: { Type: 'Succeed' },
    Told: { Type: 'Succeed', Output: { failed: '{% $failed %}', of: '{% $states.input %}' } },
  }),
  machine('timed', {
    Do: invokeJob({ TimeoutSeconds: 1, Catch: [catcher('Late', 'States.Timeout')] }),
    Late: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
  }),
  machine('bad-query', {
    Do: invokeJob({ Output: '{% $states.result.Payload.missing %}', Catch: [catcher('Caught', 'States.ALL')] }),
    Caught: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
  }),
  machine('too-large', {
    Do: invokeJob({
      Output: "{% $pad('', 300000, 'x') %}",
      Retry: [retrier()],
      Catch: [catcher('Caught', 'States.ALL')],
    }),
    Caught: { Type: 'Succeed' },
  }),
  machine('each', {
    Each: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'Do', States: { Do: invokeJob() } },
      Retry: [retrier({ IntervalSeconds: 5, MaxAttempts: 1 })],
      Catch: [catcher('Caught', 'Error')],
      End: true,
    },
    Caught: { Type: 'Succeed', Output: 'caught' },
  }),
  machine('both', {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Do', States: { Do: invokeJob() } },
        {
          StartAt: 'Wait',
          States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'Late' }, Late: invokeJob({}, 'late') },
        },
      ],
      Catch: [catcher('Caught', 'States.ALL')],
      End: true,
    },
    Caught: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
  }),
  machine('not-allowed', { Do: { ...invokeJob(), Arguments: { FunctionName: functionArn('other') } } }),
  machine('not-known', {
    Do: { ...invokeJob({ Catch: [catcher('Caught', 'States.ALL')] }), Arguments: '{% $states.input %}' },
    Caught: { Type: 'Succeed' },
  }),
  machine('store', { Put: put() }),
  machine('read', {
    Get: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
      Arguments: { TableName: TABLE, Key: { PK: { S: 'a' }, SK: { S: 'x' } } },
      End: true,
    },
  }),
  machine('publish', {
    Put: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:eventbridge:putEvents',
      Arguments: {
        Entries: [
          {
            EventBusName: 'main',
            Source: 'product',
            DetailType: 'done',
            Detail: '{% $string({ "execution": $states.context.Execution.Name }) %}',
          },
        ],
      },
      Output: '{% $states.result.FailedEntryCount %}',
      End: true,
    },
  }),
);

const seconds = (count: number): number => count * 1000;
const failingFirst = (times: number): Play => {
  let calls = 0;
  return (invoked) => (calls++ < times ? fail : succeed)(invoked);
};

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
describe('lambda:invoke', () => {
  it('answers payload, status and version', async () => {
    await workflows.run(() => ({ ok: true, payload: { done: true } }));
    const execution = await workflows.finish('plain', { id: 7 });

    expect(workflows.invoked()).toEqual([{ id: 7 }]);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { done: true } });
    expect(execution.history).toContainEqual(
      expect.objectContaining({
        type: 'TaskSucceeded',
        output: { ExecutedVersion: '$LATEST', Payload: { done: true }, StatusCode: 200 },
      }),
    );
    expect(typesOf(execution)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('fails by the error of the function, with the account of it as the cause', async () => {
    await workflows.run(fail);
    const { status, error, cause } = await workflows.finish('plain');

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Error' });
    expect(JSON.parse(cause ?? '')).toEqual({ errorType: 'Error', errorMessage: 'it broke' });
  });

  it('fails by an error of Lambda when the function has reached its reserved concurrency', async () => {
    await workflows.run(async () => ({
      ok: false,
      errorType: 'TooManyRequestsException',
      errorMessage: 'Rate Exceeded.',
      refused: true,
    }));
    const { error, cause } = await workflows.finish('plain');

    expect({ error, cause }).toEqual({ error: 'Lambda.TooManyRequestsException', cause: 'Rate Exceeded.' });
  });

  it('fails when the role of the machine may not invoke the function, which does not run then', async () => {
    await workflows.run(succeed);
    const { error, cause } = await workflows.finish('not-allowed');

    expect(error).toBe('Lambda.AWSLambdaException');
    expect(cause).toContain('assumed-role/machine/local is not authorized to perform: lambda:InvokeFunction');
    expect(workflows.invoked()).toEqual([]);
  });
});

it('arguments that the local run does not know, found out while it runs, end the execution with a report', async () => {
  await workflows.run(succeed);
  const parameters = { FunctionName: 'job', Qualifier: 'live' };

  expect(await workflows.finish('not-known', parameters)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(workflows.local().reports.at(-1)).toContain('Qualifier');
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
describe('Retry', () => {
  it('tries again after the interval, then after its multiples, never longer than MaxDelaySeconds', async () => {
    await workflows.run(failingFirst(3));
    const arn = await workflows.start('patient');
    await workflows.idle();

    for (const [wait, attempts] of [
      [10, 2],
      [30, 3],
      [60, 4],
    ] as const) {
      const { waitingUntil, history } = workflows.shown(arn);
      const failedAt = Date.parse(history.at(-1)?.at ?? '');
      expect(Math.round((Date.parse(waitingUntil ?? '') - failedAt) / 1000)).toBe(wait);

      await workflows.advance(seconds(wait - 2));
      expect(workflows.invoked()).toHaveLength(attempts - 1);
      await workflows.advance(seconds(2));
      expect(workflows.invoked()).toHaveLength(attempts);
    }

    expect(workflows.shown(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('gives up after MaxAttempts', async () => {
    await workflows.run(fail);
    const arn = await workflows.start('patient');
    await workflows.advance(seconds(1000));

    expect(workflows.invoked()).toHaveLength(4);
    expect(workflows.shown(arn)).toMatchObject({ status: 'FAILED', error: 'Error' });
  });

  it('with full jitter waits anything up to the interval', async () => {
    await workflows.run(fail);
    const arn = await workflows.start('jittery');
    await workflows.idle();

    const { waitingUntil, startedAt } = workflows.shown(arn);
    expect(Date.parse(waitingUntil ?? '') - Date.parse(startedAt)).toBeLessThan(seconds(1001));
    await workflows.advance(seconds(1001));
    expect(workflows.invoked()).toHaveLength(2);
  });

  it('goes on with its count after everything was killed', async () => {
    await workflows.run(fail);
    const arn = await workflows.start('patient');
    await workflows.idle();
    await workflows.advance(seconds(10));

    await workflows.run(fail);
    await workflows.advance(seconds(1000));

    expect(workflows.invoked()).toHaveLength(2);
    expect(workflows.shown(arn)).toMatchObject({ status: 'FAILED' });
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states
describe('Catch', () => {
  it('goes on with the first catcher for the error, with its output and variables', async () => {
    await workflows.run(fail);

    expect(await workflows.finish('catching', { id: 7 })).toMatchObject({
      status: 'SUCCEEDED',
      output: { failed: 'Error', of: { cause: { errorType: 'Error', errorMessage: 'it broke' }, input: 7 } },
    });
  });

  it('is for expressions that fail as well', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('bad-query')).toMatchObject({ status: 'SUCCEEDED', output: 'States.QueryEvaluationError' });
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
it('States.ALL does not stand for States.DataLimitExceeded', async () => {
  await workflows.run(succeed);

  expect(await workflows.finish('too-large')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(workflows.invoked()).toHaveLength(1);
});

describe('a state with others within', () => {
  it('that is retried begins anew with all its items', async () => {
    let calls = 0;
    await workflows.run((invoked) => (++calls === 2 ? fail : succeed)(invoked));
    const arn = await workflows.start('each');
    await workflows.idle();
    expect(workflows.invoked()).toEqual([1, 2]);
    await workflows.advance(seconds(5));

    expect(workflows.invoked()).toEqual([1, 2, 1, 2, 3]);
    expect(workflows.shown(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is caught as a whole', async () => {
    await workflows.run(fail);
    const arn = await workflows.start('each');
    await workflows.advance(seconds(10));

    expect(workflows.shown(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'caught' });
  });

  it('stops what else runs in it when one part fails', async () => {
    await workflows.run(fail);

    expect(await workflows.finish('both')).toMatchObject({ status: 'SUCCEEDED', output: 'Error' });
    await workflows.advance(seconds(120));
    expect(workflows.invoked()).toEqual([{}]);
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
it('a task that takes longer than TimeoutSeconds fails with States.Timeout', async () => {
  const { promise: never } = Promise.withResolvers<never>();
  await workflows.run(() => never);
  const execution = await workflows.finish('timed');

  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: 'States.Timeout' });
  expect(typesOf(execution)).toContain('TaskTimedOut');
});

// https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
describe('an SDK integration', () => {
  it('calls the service with the permissions of the role of the machine', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('store', { key: 'stored' })).toMatchObject({ status: 'SUCCEEDED' });
    const client = new DynamoDBClient(workflows.local().as('worker'));
    const stored = await client.send(
      new GetItemCommand({ TableName: TABLE, Key: { PK: { S: 'stored' }, SK: { S: 'x' } }, ConsistentRead: true }),
    );
    expect(stored.Item).toBeDefined();
  });

  it('puts events on the bus', async () => {
    await workflows.run(succeed);

    expect(await workflows.finish('publish')).toMatchObject({ status: 'SUCCEEDED', output: 0 });
    expect(workflows.local().state.log('events').newestFirst()[0]).toEqual({ execution: expect.any(String) });
  });

  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html: the prefix is in mixed case.
  it('fails by the name of the exception, behind that of the service', async () => {
    await workflows.run(succeed);
    await workflows.finish('store', { key: 'twice' });

    expect(await workflows.finish('store', { key: 'twice' })).toMatchObject({
      status: 'FAILED',
      error: 'DynamoDb.ConditionalCheckFailedException',
    });
  });

  it('that the role may not call fails as the service’s general exception', async () => {
    await workflows.run(succeed);
    const { error, cause } = await workflows.finish('read');

    expect(error).toBe('DynamoDb.DynamoDbException');
    expect(cause).toContain('is not authorized to perform: dynamodb:GetItem');
  });

  it('meets the faults that are armed', async () => {
    await workflows.run(succeed);
    workflows.local().aws.faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'error', count: 1 });

    expect(await workflows.finish('store', { key: 'faulty' })).toMatchObject({ error: 'DynamoDb.InternalServerErrorException' });
  });
});
