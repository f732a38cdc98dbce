import { refuse } from '../../domain/result.ts';
import { NEVER_SUBSCRIBED } from '../../domain/subscriptions/roster.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { exportTenant as contract } from '../contracts/tenant-data.ts';
import { cursorAt, listOf, positionOf } from '../runtime/cursor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { SECTIONS } from './export-sections.ts';

/**
 * A page of everything that is kept about a tenant. A page is of one section, and its cursor names the section with the place in
 * it: what a page costs does not hang on how much there is.
 */
export const exportTenant: Operation<typeof contract> = async ({ input, now, settings }) => {
  const { tenantId, limit, cursor } = input;
  const list = listOf(contract, tenantId, { cursor, limit });
  const position = await positionOf(list, cursor);
  if (!position.ok) return position;

  const [tenant, subscription = NEVER_SUBSCRIBED] = await readItems([tenantRef(tenantId), subscriptionRef(tenantId)]);
  if (tenant === undefined) return refuse({ code: 'not-found' });

  const { index, after } = placeOf(position.value);
  const [name, section] = SECTIONS[index] ?? SECTIONS[0];
  const { items, last } = await section({ tenant, subscription, now, settings }, { count: limit, after });
  const next = last === undefined ? SECTIONS[index + 1]?.[0] : `${name} ${last}`;

  return done(
    { asOf: now.toISOString(), items: [...items], ...(next !== undefined && { nextCursor: await cursorAt(list, next) }) },
    // Of each export the beginning is recorded, or its own records would be most of what it shows.
    cursor === undefined ? { subjects: [tenantId] } : {},
  );
};

/** Which section a cursor stands for, and behind what in it: `users 1453935789`. Sort keys may hold spaces, names of sections do not. */
function placeOf(position = SECTIONS[0][0]): { readonly index: number; readonly after: string | undefined } {
  const [name, ...after] = position.split(' ');

  return { index: SECTIONS.findIndex(([each]) => each === name), after: after.length === 0 ? undefined : after.join(' ') };
}

export const handler = lambda(contract, exportTenant);
