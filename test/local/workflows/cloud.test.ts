import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startCloud } from '../../../local/cloud.ts';
import { functionArn } from '../edges/hand-made-edges.ts';
import { functionResources, temporaryFolder, writeAssembly } from '../fixtures/cloud-assembly.ts';
import { executionArn, machineArn } from './hand-made-machines.ts';

const SFN = pathToFileURL(createRequire(join(process.cwd(), 'package.json')).resolve('@aws-sdk/client-sfn')).href;

/** Starts an execution, under a name and with an input. */
const STARTER = `
  import sfn from '${SFN}';

  const client = new sfn.SFNClient({});

  export const handler = ({ name, input }) =>
    client.send(new sfn.StartExecutionCommand({ stateMachineArn: '${machineArn('work')}', name, input: JSON.stringify(input) }));`;

/** Ends in the way it is told to. */
const JOB = `
  export const handler = async ({ how, id }) => {
    if (how === 'exits') process.exit(1);
    if (how === 'hangs') await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (how === 'throws') throw Object.assign(new Error('no money'), { name: 'OutOfMoney' });
    return { id };
  };`;

const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Seconds: 7_776_000, Next: 'Do' },
    Do: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'JOB', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  },
};

function policy(Action: string, Resource: unknown): object {
  return {
    Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } } }],
  };
}

function assembly(): string {
  const [before = '', after = ''] = JSON.stringify(DEFINITION).split('JOB');
  const resources = {
    ...functionResources('starter', { Timeout: 30 }),
    ...functionResources('job', { Timeout: 1 }),
    starterRole: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'starter-role', ...policy('states:StartExecution', { Ref: 'work' }) },
    },
    machineRole: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'machine-role', ...policy('lambda:InvokeFunction', { 'Fn::GetAtt': ['job', 'Arn'] }) },
    },
    work: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'work',
        RoleArn: { 'Fn::GetAtt': ['machineRole', 'Arn'] },
        DefinitionString: { 'Fn::Join': ['', [before, { 'Fn::GetAtt': ['job', 'Arn'] }, after]] },
      },
    },
  };

  return writeAssembly({ app: { Resources: resources } }, { assets: { starter: STARTER, job: JOB } });
}

it('a function starts executions, months pass, and /_local/executions tells what came of them, the newest first', async () => {
  const cloud = await startCloud({ port: 0, dataDir: temporaryFolder(), assemblyDir: assembly(), report: vi.fn() });
  onTestFinished(() => cloud.close());
  const executions = async (query = ''): Promise<Record<string, unknown>[]> => {
    const { executions: all } = (await (await fetch(`${cloud.url}/_local/executions${query}`)).json()) as {
      executions: Record<string, unknown>[];
    };
    return all;
  };

  for (const how of ['works', 'throws', 'exits', 'hangs']) {
    const started = await cloud.invoke(functionArn('starter'), { name: how, input: { how, id: 7 } });
    expect(started).toMatchObject({ ok: true, payload: { executionArn: executionArn('work', how) } });
  }
  expect(await executions('?status=RUNNING')).toHaveLength(4);

  const moved = await fetch(`${cloud.url}/_local/clock`, { method: 'POST', body: JSON.stringify({ advance: 'P91D' }) });
  expect(moved.status).toBe(200);

  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
  expect(await executions('?stateMachine=work')).toMatchObject([
    {
      name: 'hangs',
      status: 'FAILED',
      error: 'Sandbox.Timedout',
      cause: expect.stringContaining('Task timed out after 1.00 seconds'),
    },
    { name: 'exits', status: 'FAILED', error: 'Runtime.ExitError' },
    { name: 'throws', status: 'FAILED', error: 'OutOfMoney', cause: '{"errorType":"OutOfMoney","errorMessage":"no money"}' },
    {
      name: 'works',
      arn: executionArn('work', 'works'),
      stateMachine: 'work',
      status: 'SUCCEEDED',
      input: { how: 'works', id: 7 },
      output: { id: 7 },
      startedAt: expect.any(String),
      stoppedAt: expect.any(String),
      history: expect.arrayContaining([
        expect.objectContaining({ type: 'WaitStateEntered', state: 'Wait', at: expect.any(String) }),
      ]),
    },
  ]);
  expect(await executions('?status=SUCCEEDED')).toMatchObject([{ name: 'works' }]);
  expect(await executions('?stateMachine=other')).toEqual([]);
});
