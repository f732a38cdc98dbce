import { parseArgs } from 'node:util';
import { decide, type Question } from '../domain/approvals/decide.ts';
import { grantPermissions, type Holder } from '../domain/permissions/effective-permissions.ts';
import { completePermissions, type GroupPermissions } from '../domain/permissions/permissions.ts';
import { subjectOf } from '../domain/permissions/subject.ts';
import { decideByPolicies } from './authorization/cedar/decide.ts';
import { requestsOf } from './authorization/cedar/requests.ts';
import { decideByHand } from './authorization/hand-written.ts';

/**
 * `npm run bench:authorization -- --rounds 30`: A-1, what a decision with its explanation costs, as a ratio to one written by
 * hand and to Cedar's. All decide the same questions, in turns, so that what slows the machine down hits all of them alike.
 * Cedar has its policies parsed beforehand and is given the few entities it takes, ready made, without a schema to check them.
 * Exit code 1 outside the budgets.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 10) throw new Error('--rounds takes a number from 10');

const MOST_TIMES_BY_HAND = 2;
const FEWEST_TIMES_FASTER_THAN_CEDAR = 2_000;
const WARM_UP = 5;

const ACCOUNTS = ['101-1000088', '101-1000658', '102-2000001', '102-2000119', '103-3000001'].map((accountId) => ({
  accountId,
  opening: 1,
}));
const TRANSFERS = { inquiry: true, operation: true, transfer: true, bulkTransfer: true };
const MATRIX = completePermissions({
  accounts: Object.fromEntries(ACCOUNTS.slice(0, 4).map(({ accountId }) => [accountId, TRANSFERS])),
  approval: { approvalLimit: 1_000_000, selfApprovalLimit: 50_000 },
  important: true,
});
const holder: Holder = { role: 'user', granted: grantPermissions(MATRIX as GroupPermissions, ACCOUNTS) };
const subject = subjectOf(holder, ACCOUNTS);

const QUESTIONS: readonly Question[] = ACCOUNTS.flatMap(({ accountId }): Question[] => [
  { right: 'inquiry', accountId },
  { right: 'transfer', accountId, amount: 50_000 },
  { right: 'bulkTransfer', accountId, amount: 50_001 },
  { right: 'approval', accountId, amount: 1_000_000, kind: 'transfer' },
  { right: 'approval', accountId, amount: 1_000_001, kind: 'bulk-transfer' },
  { right: 'userAdministration' },
]);
const REQUESTS = QUESTIONS.map((question) => requestsOf(question, holder, ACCOUNTS));

type Way = { readonly times: number; readonly run: () => number };

/** Counts what it allows, so that nothing is left out as unused. */
const allowed = <T>(all: readonly T[], isAllowed: (each: T) => boolean) =>
  all.reduce((sum, each) => sum + Number(isAllowed(each)), 0);

/** `times` all questions are decided in a row: about as long for each way. */
const WAYS = {
  'by hand': { times: 20_000, run: () => allowed(QUESTIONS, (each) => decideByHand(each, subject).decision === 'allow') },
  decide: { times: 20_000, run: () => allowed(QUESTIONS, (each) => decide(each, subject).decision === 'allow') },
  'decide, from what is stored': {
    times: 1_000,
    run: () => allowed(QUESTIONS, (each) => decide(each, subjectOf(holder, ACCOUNTS)).decision === 'allow'),
  },
  Cedar: { times: 5, run: () => allowed(REQUESTS, (each) => decideByPolicies(each, { checked: false }) === 'allow') },
} as const satisfies Record<string, Way>;

type Name = keyof typeof WAYS;
const names = Object.keys(WAYS) as Name[];
const took: Readonly<Record<Name, number[]>> = { 'by hand': [], decide: [], 'decide, from what is stored': [], Cedar: [] };

/** @returns microseconds of the processor for a decision: waiting for one is not in it */
function measure({ times, run }: Way): number {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) run();
  const { user, system } = process.cpuUsage(before);

  return (user + system) / (times * QUESTIONS.length);
}

if (new Set(names.map((name) => WAYS[name].run())).size > 1) throw new Error('They do not decide the same');

for (let round = 0; round < WARM_UP + rounds; round++) {
  for (const name of names) {
    const microseconds = measure(WAYS[name]);
    if (round >= WARM_UP) took[name].push(microseconds);
  }
}

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

for (const name of names) console.log(`${name.padEnd(28)} ${median(took[name]).toFixed(3).padStart(9)} µs`);

const timesByHand = median(took.decide) / median(took['by hand']);
const timesFaster = median(took.Cedar) / median(took.decide);
console.log(`decide takes ${timesByHand.toFixed(2)} × by hand (budget ${MOST_TIMES_BY_HAND})`);
console.log(`Cedar takes ${Math.round(timesFaster)} × decide (budget at least ${FEWEST_TIMES_FASTER_THAN_CEDAR})`);
if (!(timesByHand <= MOST_TIMES_BY_HAND && timesFaster >= FEWEST_TIMES_FASTER_THAN_CEDAR)) process.exitCode = 1;
