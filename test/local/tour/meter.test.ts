import { expect, it } from 'vitest';
import type { Send, TourRequest } from '../../../local/tour/client.ts';
import { meterTable, readMeter } from '../../../local/tour/meter.ts';
import { said } from './hand-made.ts';

const figures = (requests: number, calls: Record<string, number>, max: number, readUnits: number, writeUnits: number) => ({
  requests,
  calls,
  roundTrips: { total: 9, perRequest: { average: 9, max: 9 } },
  dynamoDbRoundTrips: { total: 9, perRequest: { average: 9, max } },
  readUnits,
  writeUnits,
});

it('the table tells for each operation its requests, and what one of them costs on average', () => {
  const table = meterTable({
    logIn: figures(4, { 'dynamodb:GetItem': 4, 'dynamodb:PutItem': 2 }, 3, 10, 41),
    publishOutbox: figures(1, { 'events:PutEvents': 1 }, 0, 0, 0),
  });

  expect(table.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['requests', 'AWS calls', 'DynamoDB in sequence, max', 'read units', 'write units'],
    ['logIn', '4', '1.5', '3', '2.5', '10.3'],
    ['publishOutbox', '1', '1.0', '0', '0.0', '0.0'],
  ]);
  expect(new Set(table.split('\n').map(({ length }) => length)).size).toBe(1);
});

it('the meter is read when the background work of the tour is done', async () => {
  const asked: TourRequest[] = [];
  const send: Send = async (request) => {
    asked.push(request);
    return said({ operations: {} });
  };

  expect(await readMeter(send)).toEqual({});
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /_local/clock', 'GET /_local/meter']);
});
