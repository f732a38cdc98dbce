import * as z from 'zod';
import type { Send } from './client.ts';

const Figures = z.object({
  requests: z.int(),
  calls: z.record(z.string(), z.int()),
  dynamoDbRoundTrips: z.object({ perRequest: z.object({ max: z.int() }) }),
  readUnits: z.number(),
  writeUnits: z.number(),
});

const Meter = z.object({ operations: z.record(z.string(), Figures) });
type Operations = z.output<typeof Meter>['operations'];

/** Lets the meter begin anew, so that it tells the cost of the tour alone. */
export async function resetMeter(send: Send): Promise<void> {
  await send({ method: 'DELETE', path: '/_local/meter' });
}

/** What each operation and listener has cost so far, background work included: a move of the clock by nothing waits for it. */
export async function readMeter(send: Send): Promise<Operations> {
  await send({ method: 'POST', path: '/_local/clock', body: { advance: 'PT0S' } });
  const { body } = await send({ method: 'GET', path: '/_local/meter' });

  return Meter.parse(body).operations;
}

const HEADINGS = ['', 'requests', 'AWS calls', 'DynamoDB in sequence, max', 'read units', 'write units'];

/** A line per operation; calls and units are those of one request on average. */
export function meterTable(operations: Operations): string {
  const rows = Object.entries(operations).map(([name, { requests, calls, dynamoDbRoundTrips, readUnits, writeUnits }]) => {
    const perRequest = (total: number): string => (total / requests).toFixed(1);
    const made = Object.values(calls).reduce((sum, count) => sum + count, 0);

    return [
      name,
      String(requests),
      perRequest(made),
      String(dynamoDbRoundTrips.perRequest.max),
      perRequest(readUnits),
      perRequest(writeUnits),
    ];
  });

  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );

  return lines.map((line) => `  ${line}`.trimEnd()).join('\n');
}
