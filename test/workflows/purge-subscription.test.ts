import { DeleteCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Key, partitions } from '../../functions/adapters/dynamodb/keys.ts';
import { purgeSome } from '../../functions/adapters/dynamodb/purge.ts';
import { purgeSubscription } from '../../functions/workflows/purge-subscription.ts';

const cancelled = { tenantId: 'aoba', subscriptionId: 'sJ5kP0qR8tVw' };
const other = { ...cancelled, subscriptionId: 'tK6lQ1rS9uWx' };
const nothing = { users: 0, items: 0 };

/** What approvals leave behind, by their keys. */
const approvals = ({ tenantId, subscriptionId }: typeof cancelled, count: number): Key[] =>
  Array.from({ length: count }, (_, n) => [
    { PK: partitions.approvalRequests(tenantId, subscriptionId), SK: `request${n}` },
    { PK: partitions.approvalReferences(tenantId, subscriptionId), SK: `reference${n}` },
  ]).flat();

const database = mockClient(DynamoDBDocumentClient);
let table: Map<string, Key>;

beforeEach(() => {
  vi.stubEnv('TABLE_NAME', 'table');
  vi.stubEnv('AWS_REGION', 'ap-northeast-1');
  database.reset();
  database.on(QueryCommand).callsFake(({ ExpressionAttributeValues, Limit }) => ({
    Items: [...table.values()].filter(({ PK }) => PK === ExpressionAttributeValues[':partition']).slice(0, Limit),
  }));
  database.on(DeleteCommand).callsFake(({ Key: { PK, SK } }) => void table.delete(`${PK} ${SK}`));
});

function fill(...keys: readonly Key[]): void {
  table = new Map(keys.map((key) => [`${key.PK} ${key.SK}`, key]));
}

describe('purgeSubscription', () => {
  it('S-11 calls for another page until nothing is found', async () => {
    const requireCancelled = async () => {};
    const purge = (removed: typeof nothing) => purgeSubscription(cancelled, { requireCancelled, purgeSome: async () => removed });

    expect(await purge({ users: 20, items: 0 })).toEqual({ ...cancelled, more: true });
    expect(await purge({ users: 0, items: 1 })).toEqual({ ...cancelled, more: true });
    expect(await purge(nothing)).toEqual({ ...cancelled, more: false });
  });

  it('S-11 touches nothing of a subscription that the tenant has now', async () => {
    const purgeSome = vi.fn(async () => nothing);
    const requireCancelled = async () => {
      throw new Error('live');
    };

    await expect(purgeSubscription(cancelled, { requireCancelled, purgeSome })).rejects.toThrow('live');
    expect(purgeSome).not.toHaveBeenCalled();
  });
});

describe('purgeSome', () => {
  it('S-11 removes thousands of approval requests, a page at a time, and none of another subscription', async () => {
    fill(...approvals(cancelled, 6_000), ...approvals(other, 10));

    const removed: number[] = [];
    do removed.push((await purgeSome(cancelled)).items);
    while (removed.at(-1) !== 0);

    expect(removed).toEqual([5_000, 5_000, 2_000, 0]);
    expect([...table.values()]).toEqual(approvals(other, 10));
  });
});
