import { ZodError } from 'zod';
import type { Key } from '../../functions/adapters/dynamodb/keys.ts';
import { describeError } from '../../functions/runtime/describe-error.ts';
import type { Finding } from './finding.ts';
import { judge, UnknownItemError } from './judge.ts';
import { keyOf } from './judging.ts';
import { type Part, Rosters, scanned } from './table.ts';

/** What became of a finding: mended, gone by itself meanwhile, left for a person, or left because nobody asked for more. */
export type Outcome = 'found' | 'mended' | 'moved' | 'to-decide';

/** What reading throws for an item, or one beside it, with attributes missing or malformed. DynamoDB's errors are none of these. */
const UNREADABLE = [TypeError, RangeError, ZodError, UnknownItemError];

export type Told = { readonly finding: Finding; readonly outcome: Outcome };

type Reconciliation = Part & {
  readonly repair: boolean;
  readonly now: Date;
  /** As of when the table is. */
  readonly restoredTo: Date;
  readonly onFinding: (told: Told) => void;
  /** Told after each page how far it has come. */
  readonly onPage: (items: number, last: Key | undefined) => void;
};

/**
 * Looks at every item of a part of the table, and with `repair` mends what can be mended without a decision. It holds one page at a
 * time, can go on where an earlier run has ended, and changes nothing the second time.
 *
 * @returns how many findings are left for somebody
 */
export async function reconcile({ repair, now, restoredTo, onFinding, onPage, ...part }: Reconciliation): Promise<number> {
  const court = { rosters: new Rosters(), now, restoredTo };
  let left = 0;

  const tell = (finding: Finding, outcome: Outcome) => {
    if (outcome === 'mended') court.rosters.forget();
    if (outcome === 'found' || outcome === 'to-decide') left++;

    onFinding({ finding, outcome });
  };

  for await (const { items, last } of scanned(part)) {
    for (const item of items) {
      try {
        for (const finding of await judge(item, court)) tell(finding, await deal(finding, repair));
      } catch (error) {
        // The others are looked at all the same.
        if (!UNREADABLE.some((kind) => error instanceof kind)) throw error;
        tell({ code: 'unreadable', key: keyOf(item), about: describeError(error) }, 'to-decide');
      }
    }
    onPage(items.length, last);
  }

  return left;
}

async function deal({ mend }: Finding, repair: boolean): Promise<Outcome> {
  if (mend === undefined) return 'to-decide';
  if (!repair) return 'found';

  return (await mend()) ? 'mended' : 'moved';
}
