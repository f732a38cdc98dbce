import { createHash } from 'node:crypto';
import { ok, pointerTo, type Result, refuse } from '../../domain/result.ts';
import { cursorMac } from '../adapters/kms/cursor.ts';
import { sameSecret } from './passwords.ts';
import type { FieldProblem, Refusal } from './refusal.ts';

/** A list that is handed out page by page. A cursor serves the tenant, operation and filters it was made for, no other. */
export type PagedList = { readonly tenantId: string; readonly operationId: string; readonly filters: object };

const UNKNOWN_CURSOR: FieldProblem = { pointer: pointerTo('query', 'cursor'), code: 'unknown-cursor' };

const MAC_BYTES = 32;

/** The list that a request asks for a page of: all of its query but what tells which page and how long it is. */
export function listOf(
  { id: operationId }: { readonly id: string },
  tenantId: string,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): PagedList {
  const { cursor, limit, ...filters } = query;

  return { tenantId, operationId, filters };
}

/** A cursor behind `position`, the sort key of the last item that was handed out: base64url, so that it stands in a URL as it is. */
export async function cursorAt(list: PagedList, position: string): Promise<string> {
  const mac = await cursorMac(digestOf(list, position));

  return Buffer.concat([mac, Buffer.from(position)]).toString('base64url');
}

/**
 * the position a cursor stands for; none without a cursor. What we would not have made for this very list, letter by
 * letter, is refused: forged, cut, of another tenant, operation or filter.
 */
export async function positionOf(
  list: PagedList,
  cursor: string | undefined,
): Promise<Result<string | undefined, Refusal<'invalid-request'>>> {
  if (cursor === undefined) return ok(undefined);

  const position = Buffer.from(cursor, 'base64url').subarray(MAC_BYTES).toString();
  if (sameSecret(cursor, await cursorAt(list, position))) return ok(position);

  return refuse({ code: 'invalid-request', errors: [UNKNOWN_CURSOR] });
}

/** JSON keeps the parts apart, whatever they hold; filters mean the same in any order. */
function digestOf({ tenantId, operationId, filters }: PagedList, position: string): Uint8Array {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined);
  const text = JSON.stringify([tenantId, operationId, set.toSorted(([a], [b]) => (a < b ? -1 : 1)), position]);

  return createHash('sha256').update(text).digest();
}
