import { beforeAll, describe, expect, it } from 'vitest';
import { keepsReply } from '../../../functions/contracts/access.ts';
import type { Contract } from '../../../functions/contracts/contract.ts';
import { local } from '../../support/api.ts';
import type { Mail } from '../../support/mailbox.ts';
import type { BusEvent } from '../../support/settled.ts';
import { nameOf } from './fault-cases.ts';
import { isSuccess, type Outcome } from './round.ts';
import { SCENARIOS } from './scenarios.ts';
import { PART, type Sweep, sweep, WRITES } from './sweep.ts';

type Occurred = BusEvent & { readonly occurredAt: string };

/** A limit, not a cost: a minute or two, more on a machine that others use; a good quarter of an hour for all of it. */
const SWEEP_MS = PART === 1 ? 3_600_000 : 600_000;

let swept: Sweep;
let events: Occurred[];
let mails: Mail[];

beforeAll(async () => {
  swept = await sweep();
  events = (await local<{ events: Occurred[] }>('GET', '/events')).events;
  mails = (await local<{ messages: Mail[] }>('GET', '/mailbox')).messages;
}, SWEEP_MS);

it('knows how to call every write operation', () => {
  expect(Object.keys(SCENARIOS).toSorted()).toEqual(WRITES.map(({ id }) => id).toSorted());
  expect(swept.undisturbed.map(({ answers }) => answers.every(isSuccess))).toEqual(WRITES.map(() => true));
});

it('lets the AWS calls of every write operation and of the listeners behind it fail in every way that is tried', () => {
  expect(swept.met.map(nameOf).toSorted()).toEqual(swept.planned.map(nameOf).toSorted());
});

const disturbedOf = (contract: Contract) => swept.disturbed.filter((outcome) => outcome.contract === contract);

describe.each(WRITES.filter(keepsReply))('$id, repeated with its Idempotency-Key', (contract) => {
  it('R-3 answers the same each time it succeeds', () => {
    for (const outcome of disturbedOf(contract)) {
      const [first, ...others] = outcome.answers.filter(isSuccess).map(({ status, body }) => ({ status, body }));

      expect(others.length, metBy(outcome)).toBeGreaterThan(0);
      for (const other of others) expect(other, metBy(outcome)).toEqual(first);
    }
  });
});

describe.each(WRITES)('$id, whichever of its calls fails', (contract) => {
  const undisturbed = () => swept.undisturbed.find((outcome) => outcome.contract === contract);
  const disturbed = () => disturbedOf(contract);

  it('R-3 R-4 leaves the table as if nothing had failed, once the request was repeated', () => {
    expect(disturbed().length).toBeGreaterThan(0);

    for (const { changes, ...outcome } of disturbed()) {
      const [expected, actual] = [undisturbed()?.changes ?? [], changes];
      // Without a key each request that was carried out counts, answered or not.
      if (contract.answersSecret) expect(new Set(actual), metBy(outcome)).toEqual(new Set(expected));
      else expect(actual, metBy(outcome)).toEqual(expected);
    }
  });

  it('R-4 puts each of its events on the bus, and whatever comes twice is the same', () => {
    const expected = typesOf(undisturbed());

    for (const outcome of disturbed()) {
      expect(typesOf(outcome), metBy(outcome)).toEqual(expected);

      const first = new Map(caused(outcome).map((event) => [event.id, event]));
      for (const event of caused(outcome)) expect(event).toEqual(first.get(event.id));
    }
  });

  it('R-4 sends each of its mails, and whatever comes twice is the same', () => {
    const expected = subjectsOf(undisturbed());

    for (const outcome of disturbed()) expect(subjectsOf(outcome), metBy(outcome)).toEqual(expected);
  });
});

function caused({ tenantId, from, to }: Outcome): Occurred[] {
  return events.filter((event) => event.tenantId === tenantId && from <= event.occurredAt && event.occurredAt <= to);
}

/** The types of the events of a request, each event once. */
function typesOf(outcome: Outcome | undefined): string[] {
  const known = new Map((outcome ? caused(outcome) : []).map(({ id, type }) => [id, type]));

  return [...known.values()].toSorted();
}

/** The subjects of the mails of a request, a mail that came twice counted once. */
function subjectsOf(outcome: Outcome | undefined): string[] {
  if (outcome === undefined) return [];
  const { addresses, from, to } = outcome;
  const sent = mails.filter(
    (mail) => mail.to.some((address) => addresses.includes(address)) && from <= mail.sentAt && mail.sentAt <= to,
  );
  const known = new Map(sent.map((mail) => [JSON.stringify([mail.to, mail.subject, mail.text, mail.html]), mail.subject]));

  return [...known.values()].toSorted();
}

function metBy({ met, answers }: Pick<Outcome, 'met' | 'answers'>): string {
  const told = answers.map(({ status, body }) => body?.['code'] ?? status);

  return `${met.map(nameOf).join(', then ')}; answered ${told.join(', ')}`;
}
