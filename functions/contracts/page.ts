import * as z from 'zod';
import type { Contract } from './contract.ts';

const MAX_LIMIT = 100;

/** What `nextCursor` answers and `cursor` takes. */
export const Cursor = z
  .string()
  .min(1)
  .max(1_024)
  .meta({ description: 'Opaque; good for the list it was answered with: same operation, same filters', example: 'q83vEjRWeJA' });

/** Whether the operation hands its list out page by page. */
export function isPaged({ query }: Contract): boolean {
  return query !== undefined && 'cursor' in query.shape;
}

/** The part of a query that asks for one page of a list. */
export const PageQuery = {
  cursor: Cursor.optional().meta({
    description: '`nextCursor` of the page before, with the same filters; the first page without. The limit may be another',
  }),
  limit: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(MAX_LIMIT))
    .prefault('50')
    .meta({ description: `Entries of a page at most, 1 to ${MAX_LIMIT}`, example: '50' }),
};
