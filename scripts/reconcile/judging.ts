import type { Key } from '../../functions/adapters/dynamodb/keys.ts';
import type { Item } from '../../functions/adapters/dynamodb/read.ts';
import type { Finding } from './finding.ts';
import type { Rosters } from './table.ts';

/** What items are judged with. */
export type Court = {
  readonly rosters: Rosters;
  readonly now: Date;
  /** As of when the table is. */
  readonly restoredTo: Date;
};

/** Tells what does not fit about one item. What does not fit about another item is told of that one, or nobody would tell it. */
export type Judge = (item: Item, court: Court) => Promise<readonly Finding[]>;

/** The parts of a partition key behind its prefix. */
export function partsOf({ PK }: Pick<Item, 'PK'>): readonly [string, string | undefined] {
  const [, first = '', second] = PK.split('#');

  return [first, second];
}

export function keyOf({ PK, SK }: Item): Key {
  return { PK, SK };
}
