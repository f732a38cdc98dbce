import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import type { Resource } from '../template/assembly.ts';

/**
 * The properties of a resource, read by a schema that names all the local run knows.
 *
 * @throws Refusal for any other property or value: ignoring it would be an untruth about AWS
 */
export function knownProperties<Schema extends z.ZodType>(
  schema: Schema,
  { type, logicalId, properties }: Resource,
): z.output<Schema> {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;

  throw new Refusal(`The local run does not know a property of ${logicalId} (${type}): ${z.prettifyError(parsed.error)}`);
}
