import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { callAsOperator } from '../operator.ts';
import { Refusal } from '../refusal.ts';

/** One request of the tour, below the address of the service. */
export type TourRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** For example `/v1/groups`. */
  readonly path: string;
  /** Of a session. */
  readonly token?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the client-certificate host, with the certificate and key of this file: PKCS#12 in base64. */
  readonly identity?: { readonly pkcs12: string; readonly password: string };
  /** Signed with the keys of the local operator. */
  readonly signed?: true;
};

/** `body` is what JSON told, or else the text; undefined when there was none. */
export type TourAnswer = { readonly status: number; readonly contentType: string; readonly body: unknown };

/** Sends a request. Throws a Refusal when nothing answers. */
export type Send = (request: TourRequest) => Promise<TourAnswer>;

/** What operator calls are signed for (api.md, the local run). */
const REGION = 'ap-northeast-1';

/** Longer than any function may take. */
const TIMEOUT_MS = 30_000;

/** @param url without a slash at its end */
export function startClient(url: string): Send {
  return async (request) => {
    try {
      const response = await sendAs(url, request);

      return {
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        body: bodyOf(await response.text()),
      };
    } catch (cause) {
      throw new Refusal(`Nothing answers at ${url} (${reasonOf(cause)}): run "npm start" first.`, { cause });
    }
  };
}

function sendAs(url: string, request: TourRequest): Promise<Response> {
  if (request.signed) return sendSigned(url, request);

  return request.identity ? sendWithCertificate(url, request, request.identity) : sendPlain(url, request);
}

/** The client-certificate host is this far above the plain one. */
const HTTPS_DISTANCE = 443;

/** `fetch` presents no certificates. The host shows one that it has signed itself. */
async function sendWithCertificate(
  url: string,
  { method, path, token, body, headers = {} }: TourRequest,
  { pkcs12, password }: NonNullable<TourRequest['identity']>,
): Promise<Response> {
  const { hostname, port } = new URL(url);
  const text = body === undefined ? '' : JSON.stringify(body);
  const sent = request({
    host: hostname,
    port: Number(port) + HTTPS_DISTANCE,
    path,
    method,
    pfx: Buffer.from(pkcs12, 'base64'),
    passphrase: password,
    rejectUnauthorized: false,
    agent: false,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(text !== '' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...headers,
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  sent.end(text);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];

  return new Response(await textOf(answer), {
    status: answer.statusCode ?? 0,
    headers: { 'content-type': answer.headers['content-type'] ?? '' },
  });
}

function sendPlain(url: string, { method, path, token, body, headers = {} }: TourRequest): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function sendSigned(url: string, { method, path, body }: TourRequest): Promise<Response> {
  return callAsOperator({ method, url: `${url}${path}`, region: REGION, body });
}

function bodyOf(text: string): unknown {
  if (text === '') return undefined;

  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** fetch wraps what happened, for example ECONNREFUSED, in an error that says nothing. */
function reasonOf(failure: unknown): string {
  const cause = failure instanceof Error ? failure.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);

  return failure instanceof Error ? failure.message : String(failure);
}
