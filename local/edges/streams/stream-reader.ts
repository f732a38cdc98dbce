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

export type StreamReader = {
  /** The next records in their order, of one shard; none when all have been read. */
  next(): Promise<{ readonly shardId: string; readonly records: readonly SdkRecord[] }>;
};

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

  async function read(): Promise<readonly SdkRecord[]> {
    for (;;) {
      iterator ??= await openIterator();
      if (iterator === undefined) return [];

      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
      iterator = NextShardIterator;
      readUpTo = Records.at(-1)?.dynamodb?.SequenceNumber ?? readUpTo;

      if (Records.length > 0) return Records;
      if (NextShardIterator !== undefined || !(await moveOn())) return [];
    }
  }

  return {
    next: async () => {
      try {
        const records = await read();
        return { shardId: shardId ?? '', records };
      } catch (error) {
        iterator = undefined;
        // An iterator lives 15 minutes, a record 24 hours: after a pause reading starts anew with what is left.
        if (error instanceof TrimmedDataAccessException) readUpTo = undefined;
        else if (!(error instanceof ExpiredIteratorException)) throw error;

        const records = await read();
        return { shardId: shardId ?? '', records };
      }
    },
  };
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
