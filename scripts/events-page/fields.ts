import * as z from 'zod';

/** The keywords of JSON Schema that the events use. */
type Schema = {
  readonly type?: string;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

/** The fields of an object as a table of Markdown; those of objects within it by their path. */
export function fieldTable(object: z.ZodType): string {
  return ['| field | form | meaning |', '|---|---|---|', ...rowsOf(z.toJSONSchema(object) as Schema, '')].join('\n');
}

function rowsOf({ properties = {}, required = [] }: Schema, path: string): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const form = required.includes(name) ? formOf(schema) : `${formOf(schema)}, optional`;
    const meaning = schema.description ?? schema.items?.description ?? '';

    return [
      `| ${code(path + name)} | ${form} | ${meaning} |`,
      ...rowsOf(schema, `${path}${name}.`),
      ...rowsOf(schema.items ?? {}, `${path}${name}[].`),
    ];
  });
}

/** @throws for what no event has had so far, and the page cannot tell */
function formOf(schema: Schema): string {
  const { type, format, pattern, minimum, minItems, items } = schema;
  if (schema.enum) return schema.enum.map(code).join(' or ');
  if (format === 'date-time') return 'time, RFC 3339 in UTC';
  if (format === 'date') return 'date, `YYYY-MM-DD`';
  if (format === 'uuid') return 'UUID';
  if (type === 'string') return pattern === undefined ? text(schema) : code(pattern);
  if (type === 'boolean') return '`true` or `false`';
  if (type === 'integer') return `whole number from ${minimum}`;
  if (type === 'array' && items) return `list${minItems ? ` of at least ${minItems}` : ''}: ${formOf(items)}`;
  if (type === 'object') return 'object';

  throw new Error(`The page about the events has no words for ${JSON.stringify(schema)}`);
}

function text({ maxLength }: Schema): string {
  return maxLength === undefined ? 'text' : `text of at most ${maxLength} characters`;
}

/** A bar would end the cell. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
