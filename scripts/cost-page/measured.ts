import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

/** Written by `npm run measure:operations`. */
export const MEASURED = 'docs/cost/measured.json';

const Figures = z.object({
  requests: z.int().min(1),
  /** AWS calls by action: `kms:GenerateMac`. */
  calls: z.record(z.string(), z.int()),
  /** Calls of DynamoDB that wait for each other, at most. */
  roundTrips: z.int(),
  /** AWS's request units. */
  readUnits: z.number(),
  writeUnits: z.number(),
});

/** What requests have cost in sum, by operation or listener (`sendMail`). */
const Measured = z.record(z.string(), Figures);
export type Measured = z.output<typeof Measured>;

/** What the meter of the local run answers, as far as it is kept. */
type Metered = Omit<z.output<typeof Figures>, 'roundTrips'> & {
  readonly dynamoDbRoundTrips: { readonly perRequest: { readonly max: number } };
};

/** What the meter has counted, as the text of the file. */
export function measuredText(operations: Readonly<Record<string, Metered>>): string {
  const measured: Measured = Object.fromEntries(
    Object.entries(operations).map(([name, { requests, calls, dynamoDbRoundTrips, readUnits, writeUnits }]) => [
      name,
      { requests, calls, roundTrips: dynamoDbRoundTrips.perRequest.max, readUnits, writeUnits },
    ]),
  );

  return `${JSON.stringify(measured, undefined, 2)}\n`;
}

/** @throws when the file is not there, or not as `measuredText` writes it */
export function readMeasured(): Measured {
  return Measured.parse(JSON.parse(readFileSync(resolve(import.meta.dirname, '../..', MEASURED), 'utf8')));
}
