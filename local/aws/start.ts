import { once } from 'node:events';
import type { LocalClock } from '../clock.ts';
import { createFaults, type FaultInjection } from '../faults/faults.ts';
import { createMeter, type Meter } from '../meter/meter.ts';
import { operationNames, stateMachineNames } from '../meter/operation-names.ts';
import type { State } from '../state.ts';
import type { Assembly } from '../template/assembly.ts';
import { type Executions, openExecutions } from '../workflows/executions.ts';
import { stateMachinesOf } from '../workflows/machines.ts';
import { type AcmPca, startAcmPca } from './acm-pca/start-acm-pca.ts';
import { type Callers, createCallers } from './callers.ts';
import { createCredentials, type RoleCredentials } from './credentials.ts';
import { startDynamoDb, type TableStreams } from './dynamodb/start-dynamodb.ts';
import { type CallRecord, createEndpoint } from './endpoint.ts';
import { eventBridgeService, type TakeEvents, type TakenEvent } from './eventbridge/eventbridge-service.ts';
import { type Authorize, createAuthorize } from './iam/authorize.ts';
import { kmsService } from './kms/kms-service.ts';
import { type ObjectStore, openObjects } from './s3/objects.ts';
import { s3Service } from './s3/s3-service.ts';
import { sesService } from './ses/ses-service.ts';
import { statesService } from './states/states-service.ts';

/** AWS on this machine, as the functions of one assembly see it. */
export type Aws = {
  /** For AWS_ENDPOINT_URL. */
  readonly endpointUrl: string;
  /** Credentials that stand for a role of the template. @throws when there is no such role */
  credentialsFor(roleArn: string): RoleCredentials;
  /** For what AWS's services do in the name of a role, outside of a function's calls. */
  readonly authorize: Authorize;
  readonly streams: TableStreams;
  /** To be given to the pool of functions: without it no call is known to be of a function. */
  readonly watch: Callers['watch'];
  /** To be asked for every execution of a state machine: without it no call is known to be of one. */
  readonly execution: Callers['execution'];
  readonly meter: Pick<Meter, 'report' | 'reset'>;
  readonly faults: FaultInjection;
  /** Of state machines; local/workflows runs them. */
  readonly executions: Executions;
  /** The lists of revoked certificates of the template's CAs. */
  readonly crl: AcmPca['crl'];
  /** What the buckets of the template hold. */
  readonly objects: ObjectStore;
  /** Registers who takes over accepted events; answers how to stop that. */
  onEvents(take: TakeEvents): () => void;
  /** Registers an observer of all answered calls; answers how to stop that. */
  onCall(observe: (call: CallRecord) => void): () => void;
  close(): Promise<void>;
};

export type AwsParameters = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly state: State;
  /** DynamoDB's data are kept in its folder `dynamodb`. The caller holds the lock on the data folder. */
  readonly dataDir: string;
  /** How long a write transaction holds its items beyond the time DynamoDB Local takes, in milliseconds. */
  readonly transactionHoldMs?: number;
  /** Told, in one line each, what a developer must know. */
  readonly report?: (line: string) => void;
};

const DEFAULT_HOLD_MS = 3;

/**
 * Starts the local AWS endpoint on a free port of 127.0.0.1.
 *
 * @throws Refusal when DynamoDB Local cannot be started over the data folder
 */
export async function startAws(parameters: AwsParameters): Promise<Aws> {
  const { assembly, clock, state, dataDir, transactionHoldMs = DEFAULT_HOLD_MS, report = console.error } = parameters;
  const takers = new Set<TakeEvents>();
  const observers = new Set<(call: CallRecord) => void>();

  const take = (events: readonly TakenEvent[]): void => {
    for (const taker of takers) taker(events);
  };

  const operations = new Map([...operationNames(assembly), ...stateMachineNames(assembly)]);
  const meter = createMeter();
  const callers = createCallers(operations, meter.began);
  const faults = createFaults();
  observers.add(meter.called);

  const machines = stateMachinesOf(assembly);
  const executions = openExecutions(state, clock);
  const credentials = createCredentials(assembly);
  const authorize = createAuthorize(assembly);
  const objects = openObjects(assembly, state, clock);
  const ses = sesService({ assembly, clock, state, take });
  const dynamoDb = await startDynamoDb({ assembly, clock, dataDir, transactionHoldMs, report });
  const acmPca = await startAcmPca({ assembly, clock, state, putObject: objects.putObject, report }).catch(async (cause) => {
    await dynamoDb.close();
    throw cause;
  });
  const services = {
    dynamodb: dynamoDb.service,
    kms: kmsService(assembly, state),
    events: eventBridgeService({ assembly, clock, state, take, report }),
    ses,
    states: statesService({ machines, executions, clock }),
    s3: s3Service(objects),
    'acm-pca': acmPca.service,
  };
  const endpoint = createEndpoint({
    services,
    credentials,
    authorize,
    callers,
    faults,
    onCall: (call) => {
      for (const observe of observers) observe(call);
    },
    report,
  });

  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  const address = endpoint.address();
  if (typeof address !== 'object' || address === null) throw new Error('The local AWS has no address');

  return {
    endpointUrl: `http://127.0.0.1:${address.port}`,
    credentialsFor: credentials.credentialsFor,
    authorize,
    streams: dynamoDb.streams,
    watch: callers.watch,
    execution: callers.execution,
    meter,
    faults: {
      ...faults,
      actions: Object.fromEntries(Object.entries(services).map(([name, { actions }]) => [name, Object.keys(actions)])),
      operations: [...operations.values()],
    },
    executions,
    crl: acmPca.crl,
    objects,
    onEvents: (taker) => registered(takers, taker),
    onCall: (observe) => registered(observers, observe),
    close: async () => {
      endpoint.close();
      endpoint.closeAllConnections();
      acmPca.close();
      await dynamoDb.close();
    },
  };
}

function registered<T>(all: Set<T>, one: T): () => void {
  all.add(one);

  return () => {
    all.delete(one);
  };
}
