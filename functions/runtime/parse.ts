import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { ok, pointerTo, refuse } from '../../domain/result.ts';
import { type Contract, headerName } from '../contracts/contract.ts';
import { LARGEST_BODY_BYTES } from '../contracts/largest-body.ts';
import { header } from './language.ts';
import type { Refusal } from './refusal.ts';

type Part<C extends Contract, Name extends 'params' | 'query' | 'headers' | 'body'> = C extends {
  readonly [N in Name]: infer S extends z.ZodType;
}
  ? z.output<S>
  : unknown;

/** Path parameters, query, header fields and body of an operation, in one object. */
export type Input<C extends Contract> = object & Part<C, 'params'> & Part<C, 'query'> & Part<C, 'headers'> & Part<C, 'body'>;

type Parsed<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** The request's body as text. @returns a refusal when it is larger than 64 KB */
export function bodyText(event: APIGatewayProxyEvent): Parsed<string> {
  const text = event.body === null ? '' : event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;

  return Buffer.byteLength(text) > LARGEST_BODY_BYTES ? refuse({ code: 'too-large' }) : ok(text);
}

/** Checks path, query and body against the operation's declaration; every fault is reported with its JSON pointer (RFC 6901). */
export function parseInput<C extends Contract>(contract: C, event: APIGatewayProxyEvent, text: string): Parsed<Input<C>> {
  const body = parseJson(text);
  if (!body.ok) return body;

  // A parameter that is not part of the body is pointed to below /path, /query or /header.
  const params = check(contract.params, event.pathParameters ?? {}, ['path']);
  const query = check(contract.query ?? NOTHING, repeatedAsList(event.multiValueQueryStringParameters), ['query']);
  const headers = asSent(check(contract.headers, headerFields(contract, event), ['header']));
  const content = check(contract.body ?? NOTHING, body.value ?? (contract.body ? undefined : {}), []);

  const errors = [params, query, headers, content].flatMap((part) => (part.ok ? [] : part.errors));
  if (errors.length > 0) return refuse({ code: 'invalid-request', errors });

  return ok(Object.assign({}, ...[params, query, headers, content].map((part) => (part.ok ? part.value : {}))) as Input<C>);
}

const NOTHING = z.strictObject({});

type Checked = { ok: true; value: object } | { ok: false; errors: NonNullable<Refusal['errors']> };

function check(schema: z.ZodType | undefined, value: unknown, prefix: readonly string[]): Checked {
  // The input tells a missing field from one of a wrong type.
  const parsed = schema?.safeParse(value, { reportInput: true });

  if (parsed === undefined) return { ok: true, value: {} };
  if (parsed.success) return { ok: true, value: parsed.data as object };

  return { ok: false, errors: parsed.error.issues.flatMap((issue) => fieldProblems(issue, prefix)) };
}

function fieldProblems(issue: z.core.$ZodIssue, prefix: readonly string[]): NonNullable<Refusal['errors']> {
  const path = [...prefix, ...issue.path.map(String)];
  const pointer = pointerTo(...path);

  if (issue.input === undefined) return [{ pointer, code: 'required' }];

  switch (issue.code) {
    case 'invalid_union':
      return issue.errors.length > 0
        ? closest(issue.errors).flatMap((nested) => fieldProblems(nested, path))
        : [{ pointer, code: 'invalid-value' }];
    case 'unrecognized_keys':
      return issue.keys.map((name) => ({ pointer: pointerTo(...path, name), code: 'unknown-field' }));
    case 'invalid_type':
      return [{ pointer, code: 'invalid-type', params: { expected: issue.expected } }];
    case 'too_small':
      return [{ pointer, code: 'too-small', params: { minimum: Number(issue.minimum) } }];
    case 'too_big':
      return [{ pointer, code: 'too-big', params: { maximum: Number(issue.maximum) } }];
    case 'invalid_value':
      return [{ pointer, code: 'invalid-value', params: { values: issue.values.map(String).join(', ') } }];
    case 'invalid_format':
      return [{ pointer, code: 'invalid-format', params: { format: issue.format } }];
    case 'invalid_key':
      return [{ pointer, code: 'invalid-key' }];
    case 'custom':
      return [{ pointer, code: issue.params?.['code'] === 'duplicate' ? 'duplicate' : 'invalid-value' }];
    default:
      return [{ pointer, code: 'invalid-value' }];
  }
}

function parseJson(text: string): Parsed<unknown> {
  if (text.trim() === '') return ok(undefined);

  try {
    return ok(JSON.parse(text, refusePrototype) as unknown);
  } catch {
    // The parser's message may quote the body, which may hold a password: only the fact is answered.
    return refuse({ code: 'invalid-request', errors: [{ pointer: '', code: 'invalid-json' }] });
  }
}

/** Of a choice, what is wrong with the alternative the input comes closest to. */
function closest(alternatives: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] {
  return alternatives.reduce((best, issues) => (issues.length < best.length ? issues : best));
}

/** `__proto__` is no field of anything; objects made from it would lose it without a word. */
function refusePrototype(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new SyntaxError('__proto__ is not a field');

  return value;
}

/** The header fields a contract declares, by the names it gives them. */
function headerFields({ headers }: Contract, event: APIGatewayProxyEvent): Record<string, unknown> {
  const names = Object.keys(headers?.shape ?? {});

  return Object.fromEntries(names.map((name) => [name, header(event, headerName(name).toLowerCase())]));
}

/** Points to header fields by the names they are sent with: `/header/order-token`. */
function asSent(checked: Checked): Checked {
  if (checked.ok) return checked;

  return { ok: false, errors: checked.errors.map((error) => ({ ...error, pointer: headerName(error.pointer).toLowerCase() })) };
}

function repeatedAsList(query: APIGatewayProxyEvent['multiValueQueryStringParameters']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query ?? {}).map(([name, values]) => [name, values?.length === 1 ? values[0] : values]),
  );
}
