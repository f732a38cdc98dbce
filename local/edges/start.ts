import type { Aws } from '../aws/start.ts';
import type { LocalClock } from '../clock.ts';
import type { Duplicates } from '../faults/duplicates.ts';
import type { LambdaPool } from '../functions/pool.ts';
import type { State } from '../state.ts';
import type { Assembly } from '../template/assembly.ts';
import { prepareWorkflows } from '../workflows/start.ts';
import { eventDelivery } from './bus/deliver-events.ts';
import { rulesOf } from './bus/rules.ts';
import { deadLetterSender, NotTaken, type Replay, startReplay } from './dead-letters.ts';
import { startAsyncInvocations } from './lambda/async-invocations.ts';
import { createOutstanding } from './outstanding.ts';
import { startSchedules } from './schedules/start-schedules.ts';
import { streamMappingsOf } from './streams/mappings.ts';
import { type StreamEdge, startStreamMapping } from './streams/start-mapping.ts';

/** The asynchronous connections of the template: what happens without a request. */
export type Edges = {
  /**
   * Resolves when no stream record, event or asynchronous invocation is under way or due. What waits for a later time, a
   * retry for example, is not waited for.
   */
  idle(): Promise<void>;
  /** Of dead letters. */
  readonly replay: Replay;
  /** Starts nothing more; what is pending is kept for the next start. */
  close(): void;
};

export type EdgesParameters = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly state: State;
  readonly aws: Pick<
    Aws,
    'authorize' | 'credentialsFor' | 'endpointUrl' | 'execution' | 'executions' | 'faults' | 'streams' | 'onEvents'
  >;
  readonly invoke: LambdaPool['invoke'];
  readonly duplicates: Pick<Duplicates, 'next'>;
  /** Told, in one line each, what a developer must know. */
  readonly report?: (line: string) => void;
};

/**
 * Starts streams, rules and schedules of the template, and what an earlier run left pending.
 *
 * @throws Refusal when the template asks for what the local run does not know, or AWS would not deploy
 */
export async function startEdges({ report = console.error, ...parameters }: EdgesParameters): Promise<Edges> {
  const { assembly, clock, state, aws, invoke, duplicates } = parameters;
  const outstanding = createOutstanding();
  const { authorize, streams } = aws;
  const deadLetter = deadLetterSender(assembly, clock, state);

  // Everything that can be refused comes before anything runs.
  const rules = rulesOf(assembly);
  const mappings = streamMappingsOf(assembly, authorize);
  const workflows = prepareWorkflows({ assembly, clock, aws, invoke, outstanding, report });

  const shared = { assembly, clock, state, authorize, invoke, deadLetter, duplicates, outstanding, report };
  const invocations = startAsyncInvocations(shared);
  const schedules = startSchedules({ ...shared, invocations });
  const events = eventDelivery({ ...shared, rules, invocations });
  const forgetEvents = aws.onEvents(events.take);
  const streamEdges = await Promise.all(
    mappings.map((mapping) => startStreamMapping({ ...shared, mapping, streams, region: assembly.region })),
  );

  workflows.start();

  function edgeOf(mapping: string): StreamEdge {
    const edge = streamEdges.find(({ key }) => key === mapping);
    if (!edge) throw new NotTaken(`There is no event source mapping ${mapping} any more`);

    return edge;
  }

  const forgetIdle = clock.whenIdle(outstanding.idle);
  const forgetArrival = clock.onArrival(schedules.catchUp);
  const replay = startReplay(state, {
    invocation: invocations.handBack,
    event: events.handBack,
    schedule: schedules.handBack,
    stream: (undelivered) => edgeOf(undelivered.mapping).handBack(undelivered),
  });

  return {
    replay,
    idle: async () => {
      await schedules.catchUp();
      await outstanding.idle();
    },
    close: () => {
      forgetIdle();
      forgetArrival();
      forgetEvents();
      workflows.close();
      schedules.close();
      invocations.close();
      for (const edge of streamEdges) edge.close();
    },
  };
}
