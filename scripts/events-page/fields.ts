import * as z from 'zod';
import { type Field, fieldsOf } from '../pages/fields.ts';
import { code, formOf, type Schema } from '../pages/forms.ts';
import { table } from '../pages/table.ts';

/** The fields of an object as a table of Markdown; those of objects within it by their path. */
export function fieldTable(object: z.ZodType): string {
  return table(['field', 'form', 'meaning'], fieldsOf(z.toJSONSchema(object) as Schema).map(cells));
}

function cells({ path, schema, required }: Field): string[] {
  const form = required ? formOf(schema) : `${formOf(schema)}, optional`;

  return [code(path), form, schema.description ?? schema.items?.description ?? ''];
}
