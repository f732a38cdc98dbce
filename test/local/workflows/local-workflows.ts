import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { executionRoutes } from '../../../local/routes/executions.ts';
import type { Resource } from '../../../local/template/assembly.ts';
import { type LocalAws, removeDataDir, startLocalAws } from '../aws/local-aws.ts';
import { cloudOf, lambda } from '../edges/hand-made-edges.ts';
import { type LocalEdges, type Play, runEdges } from '../edges/local-edges.ts';
import { executionArn, machineArn, machineRole, starter } from './hand-made-machines.ts';

export type Shown = {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly waitingUntil?: string;
  readonly startedAt: string;
  readonly history: readonly { readonly type: string; readonly at: string; readonly state?: string }[];
};

/** Runs state machines for the tests of one file; the function `job` is played by each test. */
export function localWorkflows(...resources: Resource[]) {
  const assembly = cloudOf(lambda('job'), machineRole, starter, ...resources);
  let local: LocalAws;
  let edges: LocalEdges;
  let names = 0;

  beforeAll(async () => {
    local = await startLocalAws(assembly);
  });

  afterEach(() => edges.close());

  afterAll(async () => {
    await local.stop();
    removeDataDir(local.dataDir);
  });

  const client = (as = 'starter'): SFNClient => new SFNClient(local.as(as));

  function shown(arn: string): Shown {
    const answer = executionRoutes(local.aws.executions).GET?.({ params: {}, query: new URLSearchParams(), body: Buffer.of() });
    const found = (answer as { executions: (Shown & { arn: string })[] }).executions.find((one) => one.arn === arn);
    if (!found) throw new Error(`There is no execution ${arn}`);

    return found;
  }

  return {
    client,
    shown,
    local: () => local,
    invoked: () => edges.invoked.map(({ event }) => event),
    /** Runs the machines from here on; a second call is a restart after everything was killed. */
    run: async (play: Play) => {
      edges?.close();
      edges = await runEdges(local, assembly, play);
    },
    /** Kills what runs the machines; the cloud goes on. */
    stop: () => edges.close(),
    /** Stops the whole cloud and opens its data folder again. */
    reopen: async () => {
      edges.close();
      await local.stop();
      local = await startLocalAws(assembly, { dataDir: local.dataDir });
    },
    idle: () => edges.idle(),
    advance: (ms: number) => local.clock.advance(ms),
    start: async (machine: string, input: unknown = {}, name = `run-${++names}`): Promise<string> => {
      await client().send(
        new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input: JSON.stringify(input) }),
      );
      return executionArn(machine, name);
    },
    /** Starts one and answers how it stands when nothing is under way any more. */
    finish: async (machine: string, input: unknown = {}): Promise<Shown> => {
      const name = `run-${++names}`;
      await client().send(
        new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input: JSON.stringify(input) }),
      );
      await edges.idle();
      return shown(executionArn(machine, name));
    },
    describe: (arn: string) => client().send(new DescribeExecutionCommand({ executionArn: arn })),
  };
}

export const typesOf = ({ history }: Shown): string[] => history.map(({ type }) => type);
