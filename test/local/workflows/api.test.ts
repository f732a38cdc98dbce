import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  type StartExecutionCommandInput,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { allow, role } from '../aws/hand-made.ts';
import { fail, succeed } from '../edges/local-edges.ts';
import { executionArn, invokeJob, machine, machineArn } from './hand-made-machines.ts';
import { localWorkflows, typesOf } from './local-workflows.ts';

const DAY_MS = 86_400_000;

const workflows = localWorkflows(
  machine('work', { Do: invokeJob({ Output: '{% $states.result.Payload %}' }) }),
  machine('nap', { Wait: { Type: 'Wait', Seconds: 60, End: true } }),
  machine('store', {
    Put: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
      Arguments: { TableName: 'things', Item: { PK: { S: 'a' }, SK: { S: 'x' } } },
      End: true,
    },
  }),
  role('limited', allow('states:StartExecution', machineArn('nap'))),
);

let names = 0;
let name: string;

beforeEach(async () => {
  name = `api-${++names}`;
  await workflows.run(succeed);
});

const start = (input: Partial<StartExecutionCommandInput> = {}, client: SFNClient = workflows.client()) =>
  client.send(new StartExecutionCommand({ stateMachineArn: machineArn('nap'), name, input: '{"a":1}', ...input }));

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
describe('StartExecution', () => {
  it('answers the ARN and the start of an execution that runs from then on', async () => {
    const { executionArn: arn, startDate } = await start();

    expect(arn).toBe(executionArn('nap', name));
    expect(startDate).toBeInstanceOf(Date);
    await workflows.advance(60_000);
    expect(await workflows.describe(executionArn('nap', name))).toMatchObject({ status: 'SUCCEEDED', input: '{"a":1}' });
  });

  it('makes up a name when none is given', async () => {
    const [one, other] = [await start({ name: undefined }), await start({ name: undefined })];

    expect(one.executionArn).not.toBe(other.executionArn);
  });

  it('with the same name and input as an execution still running starts nothing and answers the same', async () => {
    const first = await start();
    const second = await start();

    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    expect(typesOf(workflows.shown(executionArn('nap', name)))).toEqual(['ExecutionStarted', 'WaitStateEntered']);
  });

  it('with the same name and another input is ExecutionAlreadyExists', async () => {
    await start();

    await expect(start({ input: '{"a":2}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('with the name of a closed execution is ExecutionAlreadyExists for 90 days, whatever the input', async () => {
    await start();
    await workflows.advance(60_000);

    await expect(start()).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await workflows.advance(89 * DAY_MS);
    await expect(start()).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await workflows.advance(2 * DAY_MS);
    await start();

    expect(typesOf(workflows.shown(executionArn('nap', name)))).toEqual(['ExecutionStarted', 'WaitStateEntered']);
  });

  it.each(['with space', 'a:b', 'a/b', 'a*', 'x'.repeat(81)])('refuses the name %s', async (invalid) => {
    await expect(start({ name: invalid })).rejects.toMatchObject({ name: 'InvalidName' });
  });

  it.each(['no json', `"${'x'.repeat(256 * 1024)}"`])(
    'refuses an input that is no JSON or larger than 256 KiB',
    async (input) => {
      await expect(start({ input })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    },
  );

  it('refuses a machine that is not there', async () => {
    await expect(start({ stateMachineArn: machineArn('none') })).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('is refused to a role without a grant for that machine, and to no other', async () => {
    const limited = workflows.client('limited');

    await start({}, limited);
    await expect(start({ stateMachineArn: machineArn('work') }, limited)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('states:StartExecution'),
    });
  });

  it('meets the faults that are armed', async () => {
    workflows.local().aws.faults.arm({ service: 'states', action: 'StartExecution', fault: 'throttle', count: 1 });

    await expect(start()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await start();
  });
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
describe('DescribeExecution', () => {
  it('tells how an execution failed', async () => {
    await workflows.run(fail);
    await start({ stateMachineArn: machineArn('work') });
    await workflows.idle();

    expect(await workflows.describe(executionArn('work', name))).toMatchObject({
      name,
      stateMachineArn: machineArn('work'),
      status: 'FAILED',
      error: 'Error',
      cause: expect.stringContaining('it broke'),
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
    });
  });

  it('tells the output as JSON', async () => {
    await workflows.run(() => ({ ok: true, payload: { b: 2 } }));
    await start({ stateMachineArn: machineArn('work') });
    await workflows.idle();

    expect(await workflows.describe(executionArn('work', name))).toMatchObject({ status: 'SUCCEEDED', output: '{"b":2}' });
  });

  it('knows no execution that was not started', async () => {
    await expect(
      workflows.client().send(new DescribeExecutionCommand({ executionArn: executionArn('nap', 'none') })),
    ).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
it('StopExecution ends an execution at once, which does nothing more', async () => {
  const { executionArn: arn = '' } = await start();
  await workflows.client().send(new StopExecutionCommand({ executionArn: arn, error: 'Changed', cause: 'not needed' }));

  expect(await workflows.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Changed', cause: 'not needed' });
  await workflows.advance(DAY_MS);
  expect(typesOf(workflows.shown(arn)).at(-1)).toBe('ExecutionAborted');
});

it('an action that is not emulated is refused with a status that the SDK does not retry', async () => {
  await expect(workflows.client().send(new ListExecutionsCommand({ stateMachineArn: machineArn('nap') }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});

it('the calls of an execution are metered under its state machine, and can be disturbed alone', async () => {
  const { aws } = workflows.local();
  aws.meter.reset();
  aws.faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'throttle', count: 1, operation: 'stateMachine:store' });
  const { error } = await workflows.finish('store');

  expect(error).toBe('DynamoDb.ThrottlingException');
  expect(aws.meter.report().operations['stateMachine:store']).toMatchObject({
    requests: 1,
    calls: { 'dynamodb:PutItem': 1 },
    roundTrips: { total: 1 },
  });
});

it('an execution outlives the process: all its state is in the data folder', async () => {
  await start();
  await workflows.reopen();
  await workflows.run(succeed);
  expect(await workflows.describe(executionArn('nap', name))).toMatchObject({ status: 'RUNNING' });

  await workflows.advance(60_000);
  expect(await workflows.describe(executionArn('nap', name))).toMatchObject({ status: 'SUCCEEDED' });
});
