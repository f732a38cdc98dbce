import { type ArmedFault, type Fault, isPossible } from '../../../local/faults/faults.ts';
import type { OperationFigures } from '../../../local/meter/meter.ts';

/** What goes wrong, and how often in a row. */
type Disturbance = {
  readonly fault: Fault;
  readonly count: number;
  /** Left out where it would tell nothing new: each costs seconds of waiting, or a lost answer to a read is an error. */
  readonly onlyFirst?: true;
  readonly onlyWrites?: true;
};

/** The SDK makes up for two failures in a row by itself; three are too many for it, and the request fails. */
const TOO_MANY = 3;

const DISTURBANCES: readonly Disturbance[] = [
  { fault: 'timeout', count: 1, onlyFirst: true },
  { fault: 'throttle', count: TOO_MANY },
  { fault: 'error', count: TOO_MANY },
  { fault: 'lost-response', count: 1, onlyWrites: true },
  { fault: 'lost-response', count: TOO_MANY },
  { fault: 'conflict', count: 1 },
  { fault: 'unprocessed', count: 1 },
  { fault: 'crash-before', count: 1 },
  { fault: 'crash-after', count: 1 },
  { fault: 'wrong-key', count: 1 },
];

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'GenerateMac', 'Encrypt', 'Decrypt']);

/**
 * Every way in which one of the calls of an operation or listener can fail: each disturbance of each call of each action, the
 * first, the second and so on. The slow ones come first, so that those of all operations can be waited for together.
 */
export function faultsOf(operation: string, { calls }: Pick<OperationFigures, 'calls'>): ArmedFault[] {
  return DISTURBANCES.flatMap(({ fault, count, onlyFirst, onlyWrites }) =>
    Object.entries(calls).flatMap(([call, times]) => {
      const [service = '', action = ''] = call.split(':');
      if (!isPossible(fault, service, action) || (onlyWrites && READS.has(action))) return [];

      return Array.from({ length: onlyFirst ? 1 : times }, (_, skip) => ({ operation, service, action, fault, count, skip }));
    }),
  );
}

/** So many invocations of a listener come about in every round, whatever causes it. */
const SURE_INVOCATIONS = 4;

/**
 * The same for a listener, whose invocations are all alike: one of each disturbance of each action, in turn at the first, the
 * second, … of its invocations, so that it meets what different operations have caused.
 */
export function faultsOfListener(listener: string, figures: Pick<OperationFigures, 'calls'>): ArmedFault[] {
  const byKind = Map.groupBy(faultsOf(listener, figures), ({ action, fault, count }) => `${action} ${fault} ${count}`);

  return [...byKind.values()].flatMap((faults, index) => faults[index % Math.min(faults.length, SURE_INVOCATIONS)] ?? []);
}

/** `createGroup dynamodb:PutItem 2: crash-after` */
export function nameOf({ operation, service, action, fault, count, skip = 0 }: ArmedFault): string {
  return `${operation} ${service}:${action} ${skip + 1}: ${fault}${count > 1 ? ` × ${count}` : ''}`;
}
