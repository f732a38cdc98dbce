import { setTimeout as delay } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { backoffMs } from './backoff.ts';
import { documentClient } from './client.ts';
import { ContentionError, whileConflicted } from './commit.ts';
import { expressions, type Write } from './write.ts';

const MAX_ROUNDS = 20;

/** The item was removed, with its user for example: deciding again tells what is true now. */
export class GoneError extends ContentionError {}

/** What to save next; nothing, when all is as it should be; or to wait until others have got on. */
export type Decision<Changes> = { readonly save: Changes } | 'leave' | 'wait';

type Versioned<Item, Changes> = {
  readonly known: Item;
  readonly decide: (item: Item) => Decision<Changes>;
  /** The next version, on condition of the one it was decided on. */
  readonly save: (from: Item, to: Changes) => Extract<Write, { kind: 'put' }>;
  readonly read: () => Promise<Item>;
};

/**
 * Decides on an item that has a version and saves the outcome by itself, deciding again on a fresh one while others save
 * theirs. The decision must recognise what it has already saved: an answer may have been lost.
 *
 * @returns the item as saved
 * @throws {ContentionError} when others keep it busy; `read` throws GoneError when it is no more
 */
export async function untilSaved<Item extends { readonly version: number }, Changes extends object>({
  known,
  decide,
  save,
  read,
}: Versioned<Item, Changes>): Promise<Item> {
  let item = known;

  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const decision = decide(item);

    if (decision === 'leave') return item;
    if (decision !== 'wait' && (await savedNow(save(item, decision.save)))) {
      return { ...item, ...decision.save, version: item.version + 1 };
    }

    await delay(backoffMs(round));
    item = await read();
  }

  throw new ContentionError('The item stays contended');
}

/** Puts an item by itself. @returns whether its condition held */
export async function savedNow(write: Extract<Write, { kind: 'put' }>): Promise<boolean> {
  try {
    await whileConflicted(() =>
      documentClient().send(new PutCommand({ ...expressions(write), Item: { ...write.key, ...write.attributes } })),
    );

    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
