import { ExecutionAlreadyExists, ExecutionLimitExceeded, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, it } from 'vitest';
import { purgeRequested } from '../../events/purge-requested.ts';
import { executions } from '../../functions/adapters/step-functions/executions.ts';
import { startWorkflow } from '../../functions/listeners/start-workflow.ts';

const stepFunctions = mockClient(SFNClient);
const stateMachineArn = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:business-id-purge';
const start = (event: unknown = purgeRequested.example) => startWorkflow(event, { executions: executions(), stateMachineArn });

afterEach(() => stepFunctions.reset());

it('R-4 names the execution after the event and hands it the tenant and the data', async () => {
  stepFunctions.on(StartExecutionCommand).resolves({});

  await start();

  const [call] = stepFunctions.commandCalls(StartExecutionCommand);
  expect(call?.args[0].input).toMatchObject({ stateMachineArn, name: purgeRequested.example.id });
  expect(JSON.parse(call?.args[0].input.input ?? '')).toEqual({
    tenantId: purgeRequested.example.tenantId,
    ...purgeRequested.example.data,
  });
});

it('R-4 takes an event for done whose execution is there already', async () => {
  stepFunctions
    .on(StartExecutionCommand)
    .rejects(new ExecutionAlreadyExists({ $metadata: {}, message: 'Execution Already Exists' }));

  await expect(start()).resolves.toBeUndefined();
});

it('R-4 fails, so that it is tried again, when the execution could not be started', async () => {
  stepFunctions.on(StartExecutionCommand).rejects(new ExecutionLimitExceeded({ $metadata: {}, message: 'too many' }));

  await expect(start()).rejects.toThrow('too many');
});

it('starts nothing for what is no event, or not what an event of its type says', async () => {
  const { example } = purgeRequested;

  await expect(start({ ...example, type: 'purge-wanted' })).rejects.toThrow('purge-wanted');
  await expect(start({ ...example, data: { ...example.data, userIds: 'all' } })).rejects.toThrow();
  expect(stepFunctions.commandCalls(StartExecutionCommand)).toEqual([]);
});
