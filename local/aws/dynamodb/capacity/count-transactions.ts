import * as z from 'zod';
import type { AwsRequest, Reply, Units } from '../../protocol.ts';
import type { Conflicts } from '../conflicts.ts';
import type { PassThrough } from '../pass-through.ts';
import { identitiesOf, type Touched } from '../requests.ts';
import { type Images, readImages } from './read-images.ts';
import { startReplays } from './replays.ts';
import { type Change, failedWriteUnits, transactionalReadUnits, transactionalWriteUnits } from './units.ts';

/**
 * Carries transactions out and counts their units by the items themselves: DynamoDB Local rounds a transaction as a whole
 * where AWS rounds each of its parts, and charges conditions without a look at their items.
 */
export type TransactionCounter = {
  write(request: AwsRequest, items: readonly Touched[], carryOut: () => Promise<Reply>): Promise<Reply>;
  read(items: readonly Touched[], carryOut: () => Promise<Reply>): Promise<Reply>;
};

const Cancelled = z.object({ CancellationReasons: z.array(z.object({ Code: z.string() })) });

export function transactionCounter(send: PassThrough['send'], conflicts: Conflicts): TransactionCounter {
  const replays = startReplays();

  async function unitsOf(reply: Reply, request: AwsRequest, items: readonly Touched[], before: Images): Promise<Units> {
    if (reply.status !== 200) return unitsOfCancelled(reply, items, before);

    const replayed = replays.of(request);
    if (replayed) return replayed;

    const changes = changesOf(items, before, await readImages(items.filter(isPut), send));
    replays.remember(request, { read: sum(changes, readUnitsOf), write: 0 });

    return { read: 0, write: sum(changes, ({ table, change }) => transactionalWriteUnits(table, change)) };
  }

  return {
    write: async (request, items, carryOut) => {
      const { reply } = await replays.during(request, () =>
        conflicts.writeTransaction(
          identitiesOf(items),
          async () => ({ before: await readImages(items, send), reply: await carryOut() }),
          async ({ before, reply }) => ({ before, reply: { ...reply, units: await unitsOf(reply, request, items, before) } }),
        ),
      );

      return reply;
    },

    read: async (items, carryOut) => {
      const reply = await conflicts.readTransaction(identitiesOf(items), carryOut);
      if (reply.status !== 200) return reply;

      const images = await readImages(items, send);

      return { ...reply, units: { read: sum(items, (item) => transactionalReadUnits(images.of(item))), write: 0 } };
    },
  };
}

/** A part that leaves an item behind which was not there before, or not so. */
function isPut({ iamAction }: Touched): boolean {
  return iamAction === 'dynamodb:PutItem' || iamAction === 'dynamodb:UpdateItem';
}

type PartChange = Pick<Touched, 'table'> & { readonly change: Change };

function changesOf(items: readonly Touched[], before: Images, after: Images): PartChange[] {
  return items.map((item) => {
    const existing = before.of(item);
    const left = item.iamAction === 'dynamodb:ConditionCheckItem' ? existing : after.of(item);

    return { table: item.table, change: { before: existing, after: left } };
  });
}

/** A condition that fails cancels all parts; a conflict or anything else is not known to be charged. */
function unitsOfCancelled({ body }: Reply, items: readonly Touched[], before: Images): Units {
  const cancelled = Cancelled.safeParse(JSON.parse(body.toString()));
  const failed = cancelled.data?.CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed') ?? false;

  return { read: 0, write: failed ? sum(items, (item) => failedWriteUnits(before.of(item))) : 0 };
}

/** AWS reads the larger of the images that the first request was charged by. */
function readUnitsOf({ change: { before, after } }: PartChange): number {
  return Math.max(transactionalReadUnits(before), transactionalReadUnits(after));
}

function sum<T>(all: readonly T[], units: (one: T) => number): number {
  return all.reduce((total, one) => total + units(one), 0);
}
