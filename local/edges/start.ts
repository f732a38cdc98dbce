import type { Aws } from '../aws/start.ts';
import type { LocalClock } from '../clock.ts';
import type { LambdaPool } from '../functions/pool.ts';
import type { State } from '../state.ts';
import type { Assembly } from '../template/assembly.ts';
import { eventDelivery } from './bus/deliver-events.ts';
import { rulesOf } from './bus/rules.ts';
import { deadLetterSender } from './dead-letters.ts';
import { startAsyncInvocations } from './lambda/async-invocations.ts';
import { createOutstanding } from './outstanding.ts';
import { startSchedules } from './schedules/start-schedules.ts';
import { streamMappingsOf } from './streams/mappings.ts';
import { startStreamMapping } from './streams/start-mapping.ts';

/** The asynchronous connections of the template: what happens without a request. */
export type Edges = {
  /**
   * Resolves when no stream record, event or asynchronous invocation is under way or due. What waits for a later time, a
   * retry for example, is not waited for.
   */
  idle(): Promise<void>;
  /** Starts nothing more; what is pending is kept for the next start. */
  close(): void;
};

export type EdgesParameters = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly state: State;
  readonly aws: Pick<Aws, 'authorize' | 'streams' | 'onEvents'>;
  readonly invoke: LambdaPool['invoke'];
  /** Told, in one line each, what a developer must know. */
  readonly report?: (line: string) => void;
};

/**
 * Starts streams, rules and schedules of the template, and what an earlier run left pending.
 *
 * @throws Refusal when the template asks for what the local run does not know, or AWS would not deploy
 */
export async function startEdges({ report = console.error, ...parameters }: EdgesParameters): Promise<Edges> {
  const { assembly, clock, state, aws, invoke } = parameters;
  const outstanding = createOutstanding();
  const { authorize, streams } = aws;
  const deadLetter = deadLetterSender(assembly, clock, state);

  // Everything that can be refused comes before anything runs.
  const rules = rulesOf(assembly);
  const mappings = streamMappingsOf(assembly, authorize);
  const invocations = startAsyncInvocations({ assembly, clock, state, authorize, invoke, deadLetter, outstanding, report });
  const schedules = startSchedules({ assembly, clock, state, authorize, invocations, deadLetter, report });
  const forgetEvents = aws.onEvents(eventDelivery({ rules, invocations, deadLetter, report }));

  const shared = { region: assembly.region, clock, state, streams, invoke, deadLetter, outstanding, report };
  const streamEdges = await Promise.all(mappings.map((mapping) => startStreamMapping({ mapping, ...shared })));

  return {
    idle: async () => {
      await schedules.catchUp();
      await outstanding.idle();
    },
    close: () => {
      forgetEvents();
      schedules.close();
      invocations.close();
      for (const edge of streamEdges) edge.close();
    },
  };
}
