import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Assembly } from '../../template/assembly.ts';

/** An event as EventBridge hands it to targets. https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

type Told = {
  readonly source: string;
  readonly detailType: string;
  readonly resources?: readonly string[];
  readonly detail: BusEvent['detail'];
};

/** An event with all that a bus adds to it. */
export function busEvent(
  { source, detailType, resources = [], detail }: Told,
  time: Date,
  { region, accountId }: Pick<Assembly, 'region' | 'accountId'>,
): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: accountId,
    time: time.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region,
    resources,
    detail,
  };
}

const Entry = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  /** Seconds since 1970, as AWS JSON writes times. */
  Time: z.number().optional(),
});
export type Entry = z.output<typeof Entry>;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const PutEventsInput = z.object({ Entries: z.array(Entry).min(1).max(10) });

export type EntryProblem = { readonly ErrorCode: string; readonly ErrorMessage: string };

/** An entry fit for the bus, or why it is not. */
export type CheckedEntry =
  | { readonly ok: true; readonly source: string; readonly detailType: string; readonly detail: Record<string, unknown> }
  | { readonly ok: false; readonly problem: EntryProblem };

/** Checks one entry; the others of the request go on whatever comes of it. */
export function checkEntry({ Source, DetailType, Detail }: Entry): CheckedEntry {
  if (!Source) return required('Source');
  if (!DetailType) return required('DetailType');
  if (!Detail) return required('Detail');
  if (Source.startsWith('aws.')) {
    return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }

  const detail = objectOf(Detail);

  return detail
    ? { ok: true, source: Source, detailType: DetailType, detail }
    : refused('MalformedDetail', 'Detail is malformed.');
}

function required(parameter: string): CheckedEntry {
  return refused('InvalidArgument', `Parameter ${parameter} is not valid. Reason: ${parameter} is a required argument.`);
}

function refused(ErrorCode: string, ErrorMessage: string): CheckedEntry {
  return { ok: false, problem: { ErrorCode, ErrorMessage } };
}

function objectOf(json: string): Record<string, unknown> | undefined {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}

/** The size of an entry as AWS counts it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
export function entrySize({ Time, Source = '', DetailType = '', Detail = '', Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];

  return texts.reduce((total, text) => total + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
