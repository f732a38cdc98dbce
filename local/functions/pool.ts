import { randomUUID } from 'node:crypto';
import type { LocalClock } from '../clock.ts';
import type { Assembly } from '../template/assembly.ts';
import { functionDefinition } from './definition.ts';
import { functionEnvironment, type RoleCredentials } from './environment.ts';
import { type Fleet, startFleet } from './fleet.ts';
import type { Invocation } from './invocation.ts';
import { openLogFile } from './log-file.ts';
import { startThread, type Thread } from './thread.ts';
import { newTraceId } from './trace-id.ts';

export type { Invocation } from './invocation.ts';

export type InvokeOptions = {
  /** Lambda keeps the request ID when it retries an asynchronous invocation. */
  requestId?: string;
  /** The trace the caller already belongs to. */
  traceId?: string;
  /** Held by Lambda until the function has room, instead of refused: asynchronous invocations and batches of a stream. */
  queued?: boolean;
};

export type LambdaPool = {
  /**
   * Invokes a function and waits for its answer; what goes wrong in the function is an answer too.
   *
   * @throws when the stack has no such function
   */
  invoke(functionArn: string, event: unknown, options?: InvokeOptions): Promise<Invocation>;
  /** Ends all workers; requests under way are answered with an error. */
  close(): Promise<void>;
};

export type PoolParameters = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  /** Where the local AWS is, and the keys that stand for a role there. */
  readonly aws: { readonly endpointUrl: string; credentialsFor(roleArn: string): RoleCredentials };
  /** Folder for one log file per function. */
  readonly logDir: string;
  /** Sees every worker before its first request, and answers the one to use in its place. */
  readonly watch?: (functionArn: string, thread: Thread) => Thread;
  /** Workers per function, unless the template reserves fewer; requests beyond them wait, up to what it reserves. */
  readonly maxConcurrency?: number;
};

/** Workers per function when nothing else is said: enough for races, few enough for a small machine. */
const DEFAULT_CONCURRENCY = 5;

/** Starts the functions of an assembly; each worker is started when a request first needs it. */
export function startPool(parameters: PoolParameters): LambdaPool {
  const { assembly, clock, aws, logDir, watch = (_, thread) => thread, maxConcurrency = DEFAULT_CONCURRENCY } = parameters;
  const fleets = new Map<string, Fleet>();

  function fleetOf(functionArn: string): Fleet {
    const known = fleets.get(functionArn);
    if (known) return known;

    const fleet = startFleetOf(functionArn);
    fleets.set(functionArn, fleet);

    return fleet;
  }

  function startFleetOf(functionArn: string): Fleet {
    const resource = assembly.resource(functionArn, 'AWS::Lambda::Function');
    if (!resource) throw new Error(`The stack has no function ${functionArn}`);

    const definition = functionDefinition(resource, assembly);
    const credentials = aws.credentialsFor(definition.roleArn);
    const environment = functionEnvironment(definition, { region: assembly.region, endpointUrl: aws.endpointUrl, credentials });
    const log = openLogFile(logDir, definition.name, clock);

    return startFleet({
      limit: Math.min(maxConcurrency, definition.reserved ?? maxConcurrency),
      reserved: definition.reserved,
      log,
      start: () => watch(definition.arn, startThread(definition, environment, clock.sharedOffset, log.write)),
    });
  }

  return {
    invoke: async (functionArn, event, { requestId = randomUUID(), traceId = newTraceId(clock.now()), queued = false } = {}) =>
      fleetOf(functionArn).invoke({ requestId, traceId: `Root=${traceId};Sampled=0`, event: JSON.stringify(event) }, { queued }),
    close: async () => {
      await Promise.all([...fleets.values()].map((fleet) => fleet.close()));
    },
  };
}
