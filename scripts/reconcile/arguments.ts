import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { Key } from '../../functions/adapters/dynamodb/keys.ts';

export const USAGE = `npm run reconcile -- --table NAME --restored-to TIME [options]

Looks whether the items of a restored table fit each other. Findings go to standard output, one JSON document a line; what they mean
and what to do is in docs/restore.md. Exits with 1 when something is left to be done, with 2 when it could not go on.

  --restored-to TIME  as of when the table is (RFC 3339)
  --region REGION     of the table; AWS_REGION unless given
  --endpoint URL      of DynamoDB, where it is not AWS's
  --repair            mends what needs no decision; nothing may use the table meanwhile
  --force-live        mends a table even if it has a stream or is protected from deletion, as the live one is
  --segment I/N       looks at the Ith of N parts of the table, from 1/N to N/N: for runs at the same time
  --after KEY         goes on behind a key, as an earlier run told it ("position")`;

export type ReconcileArguments = {
  readonly table: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly restoredTo: Date;
  readonly repair: boolean;
  readonly forceLive: boolean;
  readonly segment: number;
  readonly segments: number;
  readonly after: Key | undefined;
};

/** @throws with a message for who called */
export function reconcileArguments(args: readonly string[]): ReconcileArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      table: { type: 'string' },
      'restored-to': { type: 'string' },
      region: { type: 'string' },
      endpoint: { type: 'string' },
      repair: { type: 'boolean', default: false },
      'force-live': { type: 'boolean', default: false },
      segment: { type: 'string', default: '1/1' },
      after: { type: 'string' },
    },
  });
  const [, segment = '', segments = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(values.segment) ?? [];
  if (values.table === undefined) throw new Error('--table takes the name of the restored table');
  const restoredTo = z.iso.datetime({ offset: true }).safeParse(values['restored-to']);
  if (!restoredTo.success) throw new Error('--restored-to takes the time that the table was restored to: 2027-03-01T01:14:00Z');
  if (Number(segment) < 1 || Number(segment) > Number(segments)) throw new Error('--segment takes I/N, from 1/N to N/N');

  return {
    table: values.table,
    region: values.region,
    endpoint: values.endpoint,
    restoredTo: new Date(restoredTo.data),
    repair: values.repair,
    forceLive: values['force-live'],
    segment: Number(segment) - 1,
    segments: Number(segments),
    after: values.after === undefined ? undefined : positionOf(values.after),
  };
}

/** A key as one word, so that it can be copied. */
export function positionText(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function positionOf(text: string): Key {
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Key;
}
