import type { Run } from '../aws/callers.ts';
import type { CallRecord } from '../aws/endpoint.ts';
import { createSequence, type Sequence } from './sequence.ts';

/** Round trips in sequence: calls that overlapped count once. */
export type RoundTrips = {
  readonly total: number;
  readonly perRequest: { readonly average: number; readonly max: number };
};

/** What the requests to one operation, the invocations of one listener or the executions of one state machine have cost. */
export type OperationFigures = {
  /** Invocations of the function, or executions. */
  readonly requests: number;
  /** AWS calls by action, for example `dynamodb:GetItem`; those that failed included. */
  readonly calls: Readonly<Record<string, number>>;
  /** Of all services together. */
  readonly roundTrips: RoundTrips;
  readonly dynamoDbRoundTrips: RoundTrips;
  /** Request units that AWS would charge for an on-demand table, indexes included. */
  readonly readUnits: number;
  readonly writeUnits: number;
};

/** By operation ID, the listener's name, or `stateMachine:` and the machine's. */
export type MeterReport = { readonly operations: Readonly<Record<string, OperationFigures>> };

/** Counts since the start of the local run, or since it was reset. */
export type Meter = {
  began(run: Run): void;
  called(call: CallRecord): void;
  report(): MeterReport;
  /** Requests under way are forgotten as well. */
  reset(): void;
};

type Trips = { total: number; max: number };
type Counts = {
  requests: number;
  readonly calls: Record<string, number>;
  readonly trips: Trips;
  readonly dynamoDbTrips: Trips;
  readUnits: number;
  writeUnits: number;
};

/** What one request has waited for. */
type Waited = { readonly all: Sequence; readonly dynamoDb: Sequence };

export function createMeter(): Meter {
  let operations = new Map<string, Counts>();
  let requests = new WeakMap<Run, Waited>();

  return {
    began: (run) => {
      const counts = operations.get(run.operation) ?? nothing();
      counts.requests += 1;
      operations.set(run.operation, counts);
      requests.set(run, { all: createSequence(), dynamoDb: createSequence() });
    },
    called: (call) => {
      const counts = call.run && operations.get(call.run.operation);
      const waited = call.run && requests.get(call.run);
      if (!counts || !waited) return;

      const name = `${call.service}:${call.action}`;
      counts.calls[name] = (counts.calls[name] ?? 0) + 1;
      counts.readUnits += call.units?.read ?? 0;
      counts.writeUnits += call.units?.write ?? 0;

      addTrip(counts.trips, waited.all, call);
      if (call.service === 'dynamodb') addTrip(counts.dynamoDbTrips, waited.dynamoDb, call);
    },
    report: () => ({
      operations: Object.fromEntries(
        [...operations].toSorted(([one], [other]) => one.localeCompare(other)).map(([name, counts]) => [name, figures(counts)]),
      ),
    }),
    reset: () => {
      operations = new Map();
      requests = new WeakMap();
    },
  };
}

function nothing(): Counts {
  return {
    requests: 0,
    calls: {},
    trips: { total: 0, max: 0 },
    dynamoDbTrips: { total: 0, max: 0 },
    readUnits: 0,
    writeUnits: 0,
  };
}

function addTrip(trips: Trips, waited: Sequence, call: CallRecord): void {
  if (!waited.add(call)) return;

  trips.total += 1;
  trips.max = Math.max(trips.max, waited.length);
}

function figures({ requests, calls, trips, dynamoDbTrips, readUnits, writeUnits }: Counts): OperationFigures {
  const roundTrips = ({ total, max }: Trips): RoundTrips => ({
    total,
    perRequest: { average: Math.round((total / requests) * 100) / 100, max },
  });

  return { requests, calls, roundTrips: roundTrips(trips), dynamoDbRoundTrips: roundTrips(dynamoDbTrips), readUnits, writeUnits };
}
