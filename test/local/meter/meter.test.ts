import { describe, expect, it } from 'vitest';
import { type CallingCloud, callingCloud, get, put } from '../fixtures/calling-cloud.ts';

const publish = (...details: string[]) =>
  ['events', 'PutEvents', { Entries: details.map((DetailType) => ({ Source: 'test', DetailType, Detail: '{}' })) }] as const;

const times = <T>(count: number, run: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, run));

describe('/_local/meter', () => {
  it('counts requests, calls, round trips and units of an operation', async () => {
    const { call, meter } = await callingCloud('app-save', 'app-load');

    await call('app-save', [get('a')], [put('a'), put('b'), publish('saved')]);
    await call('app-save', [put('c')]);

    expect(await meter()).toEqual({
      save: {
        requests: 2,
        calls: { 'dynamodb:GetItem': 1, 'dynamodb:PutItem': 3, 'events:PutEvents': 1 },
        roundTrips: { total: 3, perRequest: { average: 1.5, max: 2 } },
        dynamoDbRoundTrips: { total: 3, perRequest: { average: 1.5, max: 2 } },
        readUnits: 1,
        writeUnits: 3,
      },
    });
  });

  it('tells round trips of DynamoDB from those of all services', async () => {
    const { call, meter } = await callingCloud('save');

    await call('save', [publish('a')], [put('a')], [publish('b')]);

    expect(await meter()).toMatchObject({
      save: { roundTrips: { total: 3 }, dynamoDbRoundTrips: { total: 1, perRequest: { average: 1, max: 1 } } },
    });
  });

  it('gives every call to the operation whose request caused it, however many run at the same time', async () => {
    const { call, meter } = await callingCloud('one', 'other');

    await Promise.all([
      times(25, () => call('one', [get('a'), get('b'), get('c')], [get('d')])),
      times(25, () => call('other', [put('a')], [put('b')], [get('a'), put('c')])),
    ]);

    expect(await meter()).toMatchObject({
      one: {
        requests: 25,
        calls: { 'dynamodb:GetItem': 100 },
        roundTrips: { total: 50, perRequest: { average: 2, max: 2 } },
        readUnits: 100,
        writeUnits: 0,
      },
      other: {
        requests: 25,
        calls: { 'dynamodb:GetItem': 25, 'dynamodb:PutItem': 75 },
        roundTrips: { total: 75, perRequest: { average: 3, max: 3 } },
        readUnits: 25,
        writeUnits: 75,
      },
    });
  });

  it('counts requests that call nothing, and calls that fail', async () => {
    const { call, meter } = await callingCloud('save');

    await call('save');
    await call('save', [['dynamodb', 'GetItem', { TableName: 'no-such-table', Key: { PK: { S: 'a' } } }]]);

    expect(await meter()).toMatchObject({ save: { requests: 2, calls: { 'dynamodb:GetItem': 1 }, readUnits: 0 } });
  });

  it('is empty at first and after a DELETE, and forgets requests under way', async () => {
    const { call, local, meter } = await callingCloud('save');
    expect(await meter()).toEqual({});
    await call('save', [put('a')]);
    expect(await meter()).toHaveProperty('save');

    const underWay = call('save', ...Array.from({ length: 100 }, () => [put('a')]));
    await untilRequests({ meter }, 2);
    expect(await local('DELETE', '/meter')).toEqual({ status: 200, body: { operations: {} } });
    await underWay;
    expect(await meter()).toEqual({});

    await call('save', [put('a')]);
    expect(await meter()).toMatchObject({ save: { requests: 1, calls: { 'dynamodb:PutItem': 1 } } });
  });
});

async function untilRequests({ meter }: Pick<CallingCloud, 'meter'>, requests: number): Promise<void> {
  while ((await meter())['save']?.requests !== requests);
}
