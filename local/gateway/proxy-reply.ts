import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { HttpReply } from './http.ts';

/** What a function answers to a proxy event. */
type ProxyResult = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly multiValueHeaders: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
};

/** Headers that come back under another name, and those that do not come back at all. */
const REMAPPED = [
  'authorization',
  'connection',
  'content-md5',
  'date',
  'host',
  'max-forwards',
  'server',
  'user-agent',
  'www-authenticate',
];
const DROPPED = ['content-length', 'expect', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/**
 * The HTTP answer a function asks for; undefined when its reply is malformed, which API Gateway answers with 502.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function httpReply(payload: unknown, binaryMediaTypes: readonly string[]): HttpReply | undefined {
  const result = proxyResult(payload);
  const headers = result && headersOf(result);
  if (!result || !headers) return undefined;

  // Without a binary media type the text goes out as it is, base64 or not.
  const decoded = result.isBase64Encoded && binaryMediaTypes.length > 0;
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');

  return {
    status: result.statusCode,
    headers: typed ? headers : [['Content-Type', 'application/json'], ...headers],
    body: Buffer.from(result.body, decoded ? 'base64' : 'utf8'),
  };
}

function proxyResult(payload: unknown): ProxyResult | undefined {
  if (!isObject(payload)) return undefined;

  const statusCode = Number(payload['statusCode']);
  const { headers, multiValueHeaders, body, isBase64Encoded } = payload;
  const isWellFormed =
    Number.isInteger(statusCode) &&
    statusCode >= 100 &&
    statusCode <= 599 &&
    isObjectOrNothing(headers) &&
    isObjectOrNothing(multiValueHeaders) &&
    (typeof body === 'string' || body === undefined || body === null) &&
    (typeof isBase64Encoded === 'boolean' || isBase64Encoded === undefined);

  return isWellFormed
    ? {
        statusCode,
        headers: headers ?? {},
        multiValueHeaders: multiValueHeaders ?? {},
        body: body ?? '',
        isBase64Encoded: isBase64Encoded ?? false,
      }
    : undefined;
}

/** Single and multiple values together; a pair named in both is sent once. Undefined when one cannot be sent. */
function headersOf({ headers, multiValueHeaders }: ProxyResult): [string, string][] | undefined {
  const multiple = Object.entries(multiValueHeaders).flatMap(([name, values]) =>
    Array.isArray(values) ? values.map((value): [string, unknown] => [name, value]) : [[name, {}] as [string, unknown]],
  );
  const names = new Set(multiple.map(([name, value]) => `${name.toLowerCase()}:${value}`));
  const single = Object.entries(headers).filter(([name, value]) => !names.has(`${name.toLowerCase()}:${value}`));
  const all = [...single, ...multiple];

  if (!all.every(isSendable)) return undefined;

  return all
    .filter(([name]) => !DROPPED.includes(name.toLowerCase()))
    .map(([name, value]) => [REMAPPED.includes(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, String(value)]);
}

function isSendable([name, value]: readonly [string, unknown]): boolean {
  if (typeof value === 'object' && value !== null) return false;

  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return true;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObjectOrNothing(value: unknown): value is Record<string, unknown> | undefined | null {
  return value === undefined || value === null || isObject(value);
}
