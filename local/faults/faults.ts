import type { Run } from '../aws/callers.ts';
import { canConflict } from './conflicts.ts';
import { canBeLeftUndone } from './unprocessed.ts';
import { canTakeAnotherKey } from './wrong-key.ts';

/**
 * What can go wrong with a call.
 *
 * - `throttle`, `error`: AWS refuses, as each service does; `conflict`: a transaction holds the item.
 * - `unprocessed`: a part of a batch is not carried out, and handed back as AWS does.
 * - `timeout`: nothing happens and no answer comes, until the client gives up.
 * - `lost-response`: the call takes effect and the connection is cut before the answer.
 * - `crash-before`, `crash-after`: the calling function's worker dies before the call is made, or after it took effect.
 * - `wrong-key`: a CA issues a proper certificate for another key than the caller's.
 */
export const FAULTS = [
  'throttle',
  'error',
  'timeout',
  'lost-response',
  'conflict',
  'unprocessed',
  'crash-before',
  'crash-after',
  'wrong-key',
] as const;
export type Fault = (typeof FAULTS)[number];

export type ArmedFault = {
  /** As signatures and endpoints name it: `dynamodb`, `kms`, `events`, `ses`, `states`, `s3`, `acm-pca`. */
  readonly service: string;
  readonly action: string;
  readonly fault: Fault;
  /** How many calls are still to fail. */
  readonly count: number;
  /** How many such calls pass before, so that a later one of several can be named. */
  readonly skip?: number;
  /** Only calls of this operation, listener or state machine. */
  readonly operation?: string;
};

/** The faults to come. They are kept in memory: a restart is without any. */
export type Faults = {
  arm(fault: ArmedFault): void;
  /** In the order in which they were armed, which is the one they happen in. */
  armed(): readonly ArmedFault[];
  clear(): void;
  /** What is to happen to a call, counted off. */
  next(call: { readonly service: string; readonly action: string; readonly run: Run | undefined }): Fault | undefined;
};

/** For those who arm faults: with what they can be armed for. */
export type FaultInjection = Pick<Faults, 'arm' | 'armed' | 'clear'> & {
  /** Actions by service. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  readonly operations: readonly string[];
};

export function createFaults(): Faults {
  let armed: readonly ArmedFault[] = [];

  return {
    arm: (fault) => {
      armed = [...armed, fault];
    },
    armed: () => armed,
    clear: () => {
      armed = [];
    },
    next: (call) => {
      const due = armed.find((fault) => applies(fault, call) && !fault.skip);

      armed = armed.flatMap((fault) => {
        if (fault === due) return fault.count > 1 ? [{ ...fault, count: fault.count - 1 }] : [];
        return fault.skip && applies(fault, call) ? [{ ...fault, skip: fault.skip - 1 }] : [fault];
      });

      return due?.fault;
    },
  };
}

/** Tells whether AWS has such a fault for the action. */
export function isPossible(fault: Fault, service: string, action: string): boolean {
  if (fault === 'conflict') return canConflict(service, action);
  if (fault === 'unprocessed') return canBeLeftUndone(service, action);
  if (fault === 'wrong-key') return canTakeAnotherKey(service, action);

  return true;
}

function applies({ service, action, operation, fault }: ArmedFault, call: Parameters<Faults['next']>[0]): boolean {
  return (
    service === call.service &&
    action === call.action &&
    (operation === undefined || operation === call.run?.operation) &&
    // Only a function's worker can die.
    ((call.run !== undefined && !call.run.isExecution) || !fault.startsWith('crash'))
  );
}
