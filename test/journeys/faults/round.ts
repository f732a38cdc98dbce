import { randomUUID } from 'node:crypto';
import { keepsReply } from '../../../functions/contracts/access.ts';
import type { Contract } from '../../../functions/contracts/contract.ts';
import type { ArmedFault } from '../../../local/faults/faults.ts';
import type { MeterReport } from '../../../local/meter/meter.ts';
import { type Answer, advanceClock, local } from '../../support/api.ts';
import { settled } from '../../support/settled.ts';
import { itemsOf, type StoredItem } from '../../support/stored.ts';
import type { Prepared, Scenario } from './scenario.ts';
import { changesOf } from './table-changes.ts';

/** An operation to be called, and what is to go wrong: one fault per request, for as long as no request succeeds. */
export type Turn = { readonly contract: Contract; readonly prepare: Scenario; readonly faults: readonly ArmedFault[] };

/** What came of one request, repeated with its Idempotency-Key until it was answered. */
export type Outcome = {
  readonly contract: Contract;
  /** The faults it met. */
  readonly met: readonly ArmedFault[];
  readonly tenantId: string;
  readonly addresses: readonly string[];
  readonly answers: readonly Answer[];
  /** See `changesOf`. */
  readonly changes: readonly string[];
  /** By the local clock (RFC 3339): whatever it has caused happened in between. */
  readonly from: string;
  readonly to: string;
};

export type Round = {
  readonly outcomes: readonly Outcome[];
  /** What the first requests have cost, with all that they caused. */
  readonly meter: MeterReport['operations'];
  /** Faults of listeners that met no call. */
  readonly unmet: readonly ArmedFault[];
};

type Lane = Turn & { readonly request: Prepared; readonly key: string; readonly answers: Answer[]; readonly met: ArmedFault[] };

/**
 * A minute: leases of idempotency keys run out, tries count as abandoned, sessions are touched again, Lambda repeats failed
 * asynchronous invocations.
 */
const A_MINUTE = 'PT61S';

const MOST_REQUESTS = 8;

/** Orders expire and certificates are revoked days later: that is not waited for. */
const A_DAY_MS = 24 * 60 * 60 * 1000;

/** What is left behind is tried again every five minutes, mails after 5, 10, 20 and 40. */
const A_WHILE = 'PT5M';
const MOST_WHILES = 9;

/** Lets operations be called all at once, each for a tenant of its own, while faults happen to them and to the listeners. */
export async function runRound(turns: readonly Turn[], ofListeners: readonly ArmedFault[] = []): Promise<Round> {
  const lanes = await Promise.all(turns.map(laneOf));
  await advanceClock(A_MINUTE);

  const before = lanes.map(({ request }) => itemsOf(request.tenantId));
  const from = await localTime();
  await local('DELETE', '/meter');
  for (const fault of ofListeners) await arm(fault);

  await step(lanes);
  await settled();
  const { operations: meter } = await local<MeterReport>('GET', '/meter');
  while (lanes.some(needsAnother)) await step(lanes.filter(needsAnother));

  await untilNothingWaits(lanes);
  const unmet = await armedFaults();
  await local('DELETE', '/faults');
  const to = await localTime();

  const outcomes = lanes.map(({ contract, met, answers, request: { tenantId, addresses } }, index) => {
    const changes = changesOf(before[index] ?? [], itemsOf(tenantId), to);

    return { contract, met, answers, tenantId, addresses, changes, from, to };
  });

  return { outcomes, meter, unmet };
}

async function laneOf(turn: Turn): Promise<Lane> {
  return { ...turn, request: await turn.prepare(), key: randomUUID(), answers: [], met: [] };
}

/** One request of each, with the next of its faults, and a minute for what it has caused. */
async function step(lanes: readonly Lane[]): Promise<void> {
  const disturbed = lanes.flatMap((lane) => {
    const fault = lane.answers.some(isSuccess) ? undefined : lane.faults[lane.answers.length];

    return fault ? [{ lane, fault }] : [];
  });

  for (const { fault } of disturbed) await arm(fault);
  await Promise.all(lanes.map(async ({ answers, request, key }) => answers.push(await request.send(key))));

  await noteMet(disturbed);
  if (disturbed.length > 0 || !lanes.every(({ answers }) => answers.slice(-1).every(isSuccess))) await advanceClock(A_MINUTE);
}

/** A fault that was asked for three times may have come once: an SDK that has retried much retries no more. */
async function noteMet(disturbed: readonly { lane: Lane; fault: ArmedFault }[]): Promise<void> {
  const left = await armedFaults();
  const ofLanes = new Set(disturbed.map(({ fault }) => fault.operation));

  for (const { lane, fault } of disturbed) {
    if (!left.some(({ operation, count }) => operation === fault.operation && count === fault.count)) lane.met.push(fault);
  }

  const others = left.filter(({ operation }) => !ofLanes.has(operation));
  if (others.length === left.length) return;

  await local('DELETE', '/faults');
  for (const fault of others) await arm(fault);
}

/** Done twice, so that the answers can be compared; done once without a key; or done by a request that ended the session. */
function needsAnother({ contract, answers }: Lane): boolean {
  if (answers.length >= MOST_REQUESTS) return false;
  const successes = answers.filter(isSuccess).length;
  if (keepsReply(contract)) return successes < 2;

  return successes === 0 && !(contract.endsSession && answers.at(-1)?.status === 401);
}

export function isSuccess({ status }: Pick<Answer, 'status'>): boolean {
  return status < 300;
}

/** Until every event is on the bus, every mail sent and every purge done: the service itself tries again. */
async function untilNothingWaits(lanes: readonly Lane[]): Promise<void> {
  await settled();

  for (let times = 1; times <= MOST_WHILES && (await somethingWaits(lanes)); times++) await advanceClock(A_WHILE);
}

async function somethingWaits(lanes: readonly Lane[]): Promise<boolean> {
  if (lanes.some(({ request }) => itemsOf(request.tenantId).some(isUnsent))) return true;

  const { executions } = await local<{ executions: { waitingUntil?: string }[] }>('GET', '/executions?status=RUNNING');
  const soon = new Date(Date.parse(await localTime()) + A_DAY_MS).toISOString();

  return executions.some(({ waitingUntil }) => waitingUntil === undefined || waitingUntil < soon);
}

/** An event or a mail; a certificate waits for its reminders, a request for its end, months ahead. */
function isUnsent({ waitingShard }: StoredItem): boolean {
  return /^(outbox|mail)-/.test(String(waitingShard));
}

async function arm(fault: ArmedFault): Promise<void> {
  await local('POST', '/faults', fault);
}

async function armedFaults(): Promise<ArmedFault[]> {
  return (await local<{ faults: ArmedFault[] }>('GET', '/faults')).faults;
}

async function localTime(): Promise<string> {
  return (await local<{ now: string }>('GET', '/clock')).now;
}
