import type { Reply, Units } from '../aws/protocol.ts';
import { conflicting } from './conflicts.ts';
import type { DisturbedCall } from './disturbed-call.ts';
import type { Fault } from './faults.ts';
import { failed, throttled } from './refusals.ts';
import { leaveHalfUndone } from './unprocessed.ts';
import { issueForAnotherKey } from './wrong-key.ts';

/** No answer: none for as long as the client waits; a cut connection after the call took effect; or it was never made. */
type NoAnswer = { readonly end: 'silence' | 'cut' | 'never-made'; readonly units?: Units | undefined };

/** What becomes of a call. */
export type Outcome = Reply | NoAnswer;

/**
 * Lets a call fail.
 *
 * @throws AwsError where AWS refuses
 */
export async function inject(fault: Fault, call: DisturbedCall): Promise<Outcome> {
  switch (fault) {
    case 'throttle':
      throw throttled(call);
    case 'error':
      throw failed(call);
    case 'conflict':
      throw conflicting(call);
    case 'unprocessed':
      return leaveHalfUndone(call);
    case 'wrong-key':
      return issueForAnotherKey(call);
    case 'timeout':
      return { end: 'silence' };
    case 'lost-response':
      return { end: 'cut', units: await unitsOf(call) };
    case 'crash-before':
      await call.caller?.kill();
      return { end: 'never-made' };
    case 'crash-after': {
      const units = await unitsOf(call);
      await call.caller?.kill();
      return { end: 'cut', units };
    }
  }
}

/** Carries a call out: it is charged, whether its answer arrives or not. */
async function unitsOf(call: DisturbedCall): Promise<Units | undefined> {
  return (await call.carryOut(call.request)).units;
}
