/** The keywords of JSON Schema that events and settings use. */
export type Schema = {
  readonly type?: string;
  readonly description?: string;
  readonly source?: string;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'time, RFC 3339 in UTC',
  date: 'date, `YYYY-MM-DD`',
  uuid: 'UUID',
  email: 'mail address',
  hostname: 'host name',
  uri: 'URL',
};

/**
 * What a value looks like, in words.
 *
 * @throws for what nothing has had so far, and the pages cannot tell
 */
export function formOf(schema: Schema): string {
  const { type, format = '', pattern, minItems, items, anyOf } = schema;
  if (anyOf) return anyOf.map(formOf).join(' or ');
  if (schema.enum) return schema.enum.map(code).join(' or ');
  if (FORMATS[format] !== undefined) return FORMATS[format];
  if (type === 'string') return pattern === undefined ? text(schema) : code(pattern);
  if (type === 'boolean') return '`true` or `false`';
  if (type === 'null') return '`null`';
  if (type === 'integer') return wholeNumber(schema);
  if (type === 'array' && items) return `list${minItems ? ` of at least ${minItems}` : ''}: ${formOf(items)}`;
  if (type === 'object') return 'object';

  throw new Error(`The pages have no words for ${JSON.stringify(schema)}`);
}

function text({ maxLength }: Schema): string {
  return maxLength === undefined ? 'text' : `text of at most ${maxLength} characters`;
}

/** What zod bounds by the safe integers is not bounded by whoever wrote the schema. */
function wholeNumber({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Schema): string {
  const from = minimum === Number.MIN_SAFE_INTEGER ? '' : ` from ${minimum}`;
  const to = maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;

  return `whole number${from}${to}`;
}

/** A bar would end the cell. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
