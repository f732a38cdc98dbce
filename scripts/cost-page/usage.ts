import { computesMuch } from '../../functions/contracts/access.ts';
import type { Contract } from '../../functions/contracts/contract.ts';
import { contracts } from '../../functions/contracts/index.ts';
import type { Activity, Assumptions } from './assumptions.ts';
import type { Measured } from './measured.ts';
import type { Item } from './prices.ts';

/** Amounts of what is charged for. */
export type Usage = Readonly<Partial<Record<Item, number>>>;

/** Memory of the functions, in GB, as infra/constructs has it. */
const HASHING_GB = 1769 / 1024;
const USUAL_GB = 0.5;

const GB = 1_000_000_000;
const byId: Readonly<Record<string, Contract>> = contracts;

/** The sum of several usages. */
export function sum(usages: readonly Usage[]): Usage {
  const total: Partial<Record<Item, number>> = {};
  for (const usage of usages) {
    for (const [item, amount] of Object.entries(usage) as [Item, number][]) total[item] = (total[item] ?? 0) + amount;
  }

  return total;
}

/** So many times a usage. */
export function times(usage: Usage, factor: number): Usage {
  return Object.fromEntries(Object.entries(usage).map(([item, amount]) => [item, amount * factor]));
}

/** Seconds that one request of an operation keeps a function busy. */
export function secondsOf(name: string, measured: Measured, a: Assumptions): number {
  const { roundTrips } = figuresOf(name, measured);

  return (a.functionMs + roundTrips * a.roundTripMs + (hashes(name) ? a.hashingMs : 0)) / 1000;
}

/** What an activity uses: the request itself, and the events and mails that follow from it. */
export function usageOf(activity: Activity, measured: Measured, a: Assumptions): Usage {
  const { operation, times: often, events = 0, mails = 0 } = activity;
  const request: Usage = {
    'api-requests': 1,
    'web-acl-requests': 1,
    traces: a.tracedShare,
    'sent-gb': a.answerBytes / GB,
  };
  const published: Usage = { events: 1 };
  const sent: Usage = { mails: 1, events: 1 };
  const each = sum([
    request,
    invocation(operation, measured, a),
    // A mail is asked for by an event of its own.
    times(sum([invocation('publishOutbox', measured, a), published]), events),
    times(sum([invocation('publishOutbox', measured, a), invocation('sendMail', measured, a), sent]), mails),
  ]);

  return times(each, often);
}

/** One invocation of a function. What the tour tried and was refused is charged to what was done. */
function invocation(name: string, measured: Measured, a: Assumptions): Usage {
  const { requests, calls, readUnits, writeUnits } = figuresOf(name, measured);
  const done = Math.min(requests, calls['dynamodb:TransactWriteItems'] ?? requests);
  const kms = Object.entries(calls).reduce((all, [action, count]) => all + (action.startsWith('kms:') ? count : 0), 0);

  return {
    'lambda-requests': 1,
    'lambda-gb-seconds': secondsOf(name, measured, a) * (hashes(name) ? HASHING_GB : USUAL_GB),
    'read-units': readUnits / done,
    'write-units': writeUnits / done,
    'kms-requests': kms / done,
    'log-gb': a.logBytes / GB,
  };
}

function hashes(name: string): boolean {
  const contract = byId[name];

  return contract !== undefined && computesMuch(contract);
}

/** @throws for what the tour does not come to */
function figuresOf(name: string, measured: Measured): Measured[string] {
  const figures = measured[name];
  if (figures === undefined) throw new Error(`docs/cost/measured.json has no ${name}: the tour does not come to it`);

  return figures;
}
