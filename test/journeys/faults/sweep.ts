import { isWrite } from '../../../functions/contracts/access.ts';
import type { Contract } from '../../../functions/contracts/contract.ts';
import type { ArmedFault } from '../../../local/faults/faults.ts';
import { OPERATIONS } from '../../support/every-operation.ts';
import { faultsOf, faultsOfListener } from './fault-cases.ts';
import { isSuccess, type Outcome, type Round, runRound, type Turn } from './round.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/** Pick-ups have fault tests of their own: repeating one issues another certificate, so that no table looks as if it were done once. */
const issues = ({ uses = [] }: Contract) => uses.includes('certificate-authority.issue');

export const WRITES = OPERATIONS.filter((contract) => isWrite(contract) && !issues(contract));

/** So many faults may one request meet in turn: more abandoned tries would lock a password (C-5). */
const FAULTS_PER_REQUEST = 3;

const MOST_TIMES = 5;

/** So many faults of listeners go together with one round: they meet different deliveries, or one in turn. */
const LISTENER_FAULTS_PER_ROUND = 3;

/**
 * Every case takes minutes, so that only `npm run sweep` tries them all. Otherwise each operation has every sixteenth one, the
 * next operation the next sixteenth: between them, all kinds of call fail in all ways.
 */
export const PART = process.env['SWEEP'] === 'whole' ? 1 : 16;

/** Of a few faults one at least. */
function part(faults: readonly ArmedFault[], turn: number): ArmedFault[] {
  const each = Math.min(PART, faults.length);

  return faults.filter((_, index) => (index + turn) % each === 0);
}

/** Where only a part is tried: between them these cause whatever listeners and state machines do; one more listener may need one more cause. */
const CAUSES: ReadonlySet<string> = new Set([
  'createUsers',
  'deleteUsers',
  'deleteGroups',
  'resetLoginPasswords',
  'recoverTenant',
  'cancelCertificates',
  'cancelSubscription',
  'eraseTenant',
  'revokeCertificate',
]);

export type Sweep = {
  /** Of each operation, undisturbed. */
  readonly undisturbed: readonly Outcome[];
  readonly disturbed: readonly Outcome[];
  /** What was to be tried, from the meter of the undisturbed round. */
  readonly planned: readonly ArmedFault[];
  readonly met: readonly ArmedFault[];
};

type Queue = { readonly contract: Contract; readonly prepare: Scenario; faults: readonly ArmedFault[] };

/** Calls every write operation undisturbed, and then again until its AWS calls have failed in each way that is tried. */
export async function sweep(): Promise<Sweep> {
  const queues = WRITES.flatMap((contract): Queue[] => {
    const prepare = SCENARIOS[contract.id];

    return prepare ? [{ contract, prepare, faults: [] }] : [];
  });
  const { outcomes: undisturbed, meter } = await undisturbedRound(queues);

  for (const [turn, queue] of queues.entries()) {
    queue.faults = part(faultsOf(queue.contract.id, meter[queue.contract.id] ?? { calls: {} }), turn);
  }
  const listeners = Object.entries(meter).filter(([name]) => !queues.some(({ contract }) => contract.id === name));
  let ofListeners = part(
    listeners.flatMap(([name, figures]) => faultsOfListener(name, figures)),
    0,
  );
  const planned = [...queues.flatMap(({ faults }) => faults), ...ofListeners];

  const disturbed: Outcome[] = [];
  const met: ArmedFault[] = [];
  const triedTwice = new Set<ArmedFault>();
  /** What met no call may try once more: on a busy machine one request makes other calls than the next. */
  const onceMore = (unmet: readonly ArmedFault[]) => {
    const again = unmet.filter((fault) => !triedTwice.has(fault));
    for (const fault of again) triedTwice.add(fault);

    return again;
  };

  while (ofListeners.length > 0 || queues.some(({ faults }) => faults.length > 0)) {
    const now = ofListeners.slice(0, LISTENER_FAULTS_PER_ROUND);
    const causes = (id: string) => now.length > 0 && (PART === 1 || CAUSES.has(id));
    const turns = queues.filter(({ contract, faults }) => faults.length > 0 || causes(contract.id));
    const round = await runRound(
      turns.map(({ faults, ...turn }) => ({ ...turn, faults: faults.slice(0, FAULTS_PER_REQUEST) })),
      now,
    );

    disturbed.push(...round.outcomes);
    met.push(...round.outcomes.flatMap((outcome) => outcome.met), ...now.filter((fault) => !isAmong(fault, round.unmet)));
    ofListeners = [...ofListeners.slice(now.length), ...onceMore(now.filter((fault) => isAmong(fault, round.unmet)))];
    for (const queue of turns) {
      const tried = round.outcomes.find(({ contract }) => contract === queue.contract)?.met ?? [];
      const unmet = tried.length === 0 ? queue.faults.slice(0, 1) : [];
      // What a request did not come to is for the next.
      queue.faults = [...queue.faults.slice(Math.max(1, tried.length)), ...onceMore(unmet)];
    }
  }

  return { undisturbed, disturbed, planned, met };
}

/** A machine so busy that calls time out disturbs as a fault does: then everything is called once more. */
async function undisturbedRound(turns: readonly Turn[]): Promise<Round> {
  for (let times = 1; ; times++) {
    const round = await runRound(turns);
    if (times === MOST_TIMES || round.outcomes.every(({ answers }) => answers.every(isSuccess))) return round;
  }
}

/** Whether a fault still waits for so many calls as it was armed for. */
function isAmong({ service, action, operation, fault, count }: ArmedFault, left: readonly ArmedFault[]): boolean {
  return left.some(
    (one) =>
      one.service === service &&
      one.action === action &&
      one.operation === operation &&
      one.fault === fault &&
      one.count === count,
  );
}
