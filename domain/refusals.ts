import { type FieldError, pointerTo } from './result.ts';

/** Refusals that operations on groups and on users share; the errors point at what they are about. */

/** Not there, not there any more, or of another tenant. */
export type NotFound<Code extends string> = { readonly code: 'not-found'; readonly errors: readonly FieldError<Code>[] };

/** Changed since it was read (G-8, U-5). */
export type VersionConflict = { readonly code: 'version-conflict'; readonly errors: readonly FieldError<'stale-version'>[] };

/** What nobody may do to the own ID or group, and nobody to the master's (G-6, G-7, U-6, U-9). */
export type SelfRestriction<Code extends string> = {
  readonly code: 'self-restriction';
  readonly errors: readonly FieldError<Code>[];
};

/** What is wrong with rows of a list in the request: one error for each, `at` which field of the row (none: the row itself). */
export function rowErrors<Row, Code extends string>(
  list: string,
  rows: readonly Row[],
  isWrong: (row: Row) => boolean,
  { at, ...error }: Omit<FieldError<Code>, 'pointer'> & { readonly at?: string },
): FieldError<Code>[] {
  return [...rows.entries()]
    .filter(([, row]) => isWrong(row))
    .map(([index]) => ({ ...error, pointer: pointerTo(list, index, ...(at === undefined ? [] : [at])) }));
}
