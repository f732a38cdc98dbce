import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { NEVER_SUBSCRIBED, type Subscription } from '../../domain/subscriptions/roster.ts';
import { documentClient, tableName } from '../../functions/adapters/dynamodb/client.ts';
import type { Key } from '../../functions/adapters/dynamodb/keys.ts';
import { type Item, readItem } from '../../functions/adapters/dynamodb/read.ts';
import { subscriptionRef } from '../../functions/adapters/dynamodb/subscriptions.ts';

/** So many items are held at a time. */
const PAGE = 500;

/** A part of the table, of so many, that one run looks at; and behind which item it goes on. */
export type Part = { readonly segment: number; readonly segments: number; readonly after?: Key };

/** The items of a part, page by page, with the key that a later run can go on behind. */
export async function* scanned({ segment, segments, after }: Part): AsyncGenerator<{ items: Item[]; last: Key | undefined }> {
  let from = after;

  do {
    const { Items = [], LastEvaluatedKey } = await documentClient().send(
      new ScanCommand({
        TableName: tableName(),
        ConsistentRead: true,
        Limit: PAGE,
        Segment: segment,
        TotalSegments: segments,
        ExclusiveStartKey: from,
      }),
    );

    from = LastEvaluatedKey as Key | undefined;
    yield { items: Items as Item[], last: from };
  } while (from !== undefined);
}

/** Whether a table looks like the one the service works on: a restored one has neither a stream nor protection. */
export async function looksLive(): Promise<boolean> {
  const { Table } = await documentClient().send(new DescribeTableCommand({ TableName: tableName() }));

  return Table?.StreamSpecification?.StreamEnabled === true || Table?.DeletionProtectionEnabled === true;
}

const REMEMBERED = 1_000;

/** Reads the rosters of tenants, and remembers the latest: most items are judged by one. */
export class Rosters {
  private readonly known = new Map<string, Subscription>();

  async of(tenantId: string): Promise<Subscription> {
    const known = this.known.get(tenantId) ?? (await readItem(subscriptionRef(tenantId))) ?? NEVER_SUBSCRIBED;
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(tenantId, known);

    return known;
  }

  /** What is mended may be a roster. */
  forget(): void {
    this.known.clear();
  }
}
