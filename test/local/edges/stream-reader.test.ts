import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type StreamPosition, streamReader } from '../../../local/edges/streams/stream-reader.ts';

/** A stream as AWS documents it: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
type Stream = { [shardId: string]: { parent?: string; closed: boolean; records: number[]; trimmedUpTo?: number } };

const sdk = mockClient(DynamoDBStreamsClient);
let stream: Stream;
let expired: boolean;

beforeEach(() => {
  sdk.reset();
  expired = false;

  sdk.on(DescribeStreamCommand).callsFake(() => ({
    StreamDescription: {
      Shards: Object.entries(stream).map(([ShardId, { parent }]): Shard => ({ ShardId, ParentShardId: parent })),
    },
  }));
  sdk.on(GetShardIteratorCommand).callsFake(({ ShardId, SequenceNumber }) => {
    if (SequenceNumber !== undefined && Number(SequenceNumber) < (stream[ShardId]?.trimmedUpTo ?? 0)) {
      throw new TrimmedDataAccessException({ message: 'trimmed', $metadata: {} });
    }
    return { ShardIterator: `${ShardId} ${SequenceNumber ?? 0}` };
  });
  sdk.on(GetRecordsCommand).callsFake(({ ShardIterator }: { ShardIterator: string }) => {
    if (expired) {
      expired = false;
      throw new ExpiredIteratorException({ message: 'expired', $metadata: {} });
    }
    const [shardId = '', after] = ShardIterator.split(' ');
    const records = (stream[shardId]?.records ?? []).filter((number) => number > Number(after));

    return {
      Records: records.map((number) => ({ dynamodb: { SequenceNumber: String(number) } })),
      ...(!stream[shardId]?.closed && { NextShardIterator: `${shardId} ${records.at(-1) ?? after}` }),
    };
  });
});

function readerFrom(position?: StreamPosition) {
  const reader = streamReader(new DynamoDBStreamsClient({}), 'arn', position);

  return async () => {
    const { shardId, records } = await reader.next();
    return [shardId, ...records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber))];
  };
}

it('reads from the oldest record on, then what is new', async () => {
  stream = { a: { closed: false, records: [1, 2] } };
  const next = readerFrom();

  expect(await next()).toEqual(['a', 1, 2]);
  expect(await next()).toEqual(['a']);
  stream['a']?.records.push(3);
  expect(await next()).toEqual(['a', 3]);
});

it('says whether there may be more: behind a full answer, not behind one that ends by itself', async () => {
  const mayHaveMore = async (...sizes: number[]): Promise<boolean> => {
    sdk.on(GetRecordsCommand).resolves({
      Records: sizes.map((SizeBytes, number) => ({ dynamodb: { SequenceNumber: String(number), SizeBytes } })),
      NextShardIterator: 'a 9',
    });
    return (await streamReader(new DynamoDBStreamsClient({}), 'arn', undefined).next()).mayHaveMore;
  };
  stream = { a: { closed: false, records: [] } };

  expect(await mayHaveMore(300, 500)).toBe(false);
  expect(await mayHaveMore(300_000, 300_000)).toBe(true);
  expect(await mayHaveMore(...Array<number>(1000).fill(100))).toBe(true);
  expect(await mayHaveMore()).toBe(false);
});

it('goes on after the position', async () => {
  stream = { a: { closed: false, records: [1, 2, 3] } };

  expect(await readerFrom({ shardId: 'a', sequenceNumber: '2' })()).toEqual(['a', 3]);
});

describe('a closed shard', () => {
  it('is read to its end before its successor', async () => {
    stream = {
      b: { parent: 'a', closed: true, records: [3] },
      a: { parent: 'long gone', closed: true, records: [1, 2] },
      c: { parent: 'b', closed: false, records: [4] },
    };
    const next = readerFrom();

    expect([await next(), await next(), await next(), await next()]).toEqual([['a', 1, 2], ['b', 3], ['c', 4], ['c']]);
  });

  it('without a successor yet is waited on', async () => {
    stream = { a: { closed: true, records: [1] } };
    const next = readerFrom();
    expect([await next(), await next()]).toEqual([['a', 1], ['a']]);

    stream['b'] = { parent: 'a', closed: false, records: [2] };
    expect(await next()).toEqual(['b', 2]);
  });
});

describe('after a long pause', () => {
  it('an expired iterator is taken anew at the same place', async () => {
    stream = { a: { closed: false, records: [1] } };
    const next = readerFrom();
    await next();

    expired = true;
    stream['a']?.records.push(2);
    expect(await next()).toEqual(['a', 2]);
  });

  it('reading goes on with the oldest record left', async () => {
    stream = { a: { closed: false, records: [8, 9], trimmedUpTo: 7 } };

    expect(await readerFrom({ shardId: 'a', sequenceNumber: '2' })()).toEqual(['a', 8, 9]);
  });

  it('reading goes on with the oldest shard left', async () => {
    stream = { c: { parent: 'b', closed: false, records: [8] } };

    expect(await readerFrom({ shardId: 'a', sequenceNumber: '2' })()).toEqual(['c', 8]);
  });
});

it('other failures are not swallowed', async () => {
  stream = { a: { closed: false, records: [1] } };
  sdk.on(DescribeStreamCommand).rejects(new Error('connection refused'));

  await expect(readerFrom()()).rejects.toThrow('connection refused');
});
