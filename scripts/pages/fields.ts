import type { Schema } from './forms.ts';

export type Field = {
  /** Names of the objects around it and its own: `aggregate.id`, `people[].name`. */
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
  /** Its own, or its part of that of the object around it. */
  readonly default: unknown;
};

/** Every field of an object, those of objects within it included. */
export function fieldsOf({ properties = {}, required = [], default: whole }: Schema, path = ''): Field[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    {
      path: path + name,
      schema,
      required: required.includes(name),
      default: 'default' in schema ? schema.default : (whole as Record<string, unknown> | undefined)?.[name],
    },
    ...fieldsOf(schema, `${path}${name}.`),
    ...fieldsOf(schema.items ?? {}, `${path}${name}[].`),
  ]);
}
