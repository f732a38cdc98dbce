import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as SdkRecord,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';

/** The last record that was dealt with. */
export type StreamPosition = { readonly shardId: string; readonly sequenceNumber: string };

/** Records in their order, of one shard. */
type StreamPage = { readonly shardId: string; readonly records: readonly SdkRecord[]; readonly mayHaveMore: boolean };

export type StreamReader = {
  /** The next records; without any, there is no more either. */
  next(): Promise<StreamPage>;
};

/** An answer holds 1000 records or 1 MB. One record is 800 KB at most, so that what is below the rest has ended by itself. */
const FULL = { records: 1000, bytes: 200_000 };

/**
 * Reads a stream of DynamoDB Local from a position on, or from its oldest record. There is one open shard at a time; a
 * closed one names no successor, its successor names it as parent.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function streamReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  position: StreamPosition | undefined,
): StreamReader {
  let shardId = position?.shardId;
  let readUpTo = position?.sequenceNumber;
  let iterator: string | undefined;

  async function openIterator(): Promise<string | undefined> {
    const shards = await listShards(client, streamArn);
    if (!shards.some((shard) => shard.ShardId === shardId)) {
      shardId = oldest(shards)?.ShardId;
      readUpTo = undefined;
    }
    if (shardId === undefined) return undefined;

    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(readUpTo === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: readUpTo }),
      }),
    );

    return ShardIterator;
  }

  /** Goes over to the shard after a closed one; answers false when there is none yet. */
  async function moveOn(): Promise<boolean> {
    const successor = (await listShards(client, streamArn)).find(({ ParentShardId }) => ParentShardId === shardId);
    if (!successor) return false;

    shardId = successor.ShardId;
    readUpTo = undefined;

    return true;
  }

  async function read(): Promise<StreamPage> {
    for (;;) {
      iterator ??= await openIterator();
      if (iterator === undefined) return pageOf([], false);

      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
      iterator = NextShardIterator;
      readUpTo = Records.at(-1)?.dynamodb?.SequenceNumber ?? readUpTo;

      if (Records.length > 0) return pageOf(Records, NextShardIterator === undefined || isFull(Records));
      if (NextShardIterator !== undefined || !(await moveOn())) return pageOf([], false);
    }
  }

  function pageOf(records: readonly SdkRecord[], mayHaveMore: boolean): StreamPage {
    return { shardId: shardId ?? '', records, mayHaveMore };
  }

  return {
    next: async () => {
      try {
        return await read();
      } catch (error) {
        iterator = undefined;
        // An iterator lives 15 minutes, a record 24 hours: after a pause reading starts anew with what is left.
        if (error instanceof TrimmedDataAccessException) readUpTo = undefined;
        else if (!(error instanceof ExpiredIteratorException)) throw error;

        return read();
      }
    },
  };
}

function isFull(records: readonly SdkRecord[]): boolean {
  const bytes = records.reduce((sum, { dynamodb }) => sum + (dynamodb?.SizeBytes ?? FULL.bytes), 0);

  return records.length >= FULL.records || bytes >= FULL.bytes;
}

async function listShards(client: DynamoDBStreamsClient, streamArn: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;

  do {
    const page = await client.send(new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: from }));
    shards.push(...(page.StreamDescription?.Shards ?? []));
    from = page.StreamDescription?.LastEvaluatedShardId;
  } while (from !== undefined);

  return shards;
}

function oldest(shards: readonly Shard[]): Shard | undefined {
  return shards.find(({ ParentShardId }) => !shards.some(({ ShardId }) => ShardId === ParentShardId));
}
