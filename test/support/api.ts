import { randomInt } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { ProblemCode } from '../../functions/contracts/problems.ts';
import { callAsOperator } from '../../local/operator.ts';
import { localRun } from './local-run.ts';

/** An answer of the API; the body is whatever it says, so tests read it through the shapes they expect. */
export type Answer<Body = Record<string, unknown>> = { readonly status: number; readonly headers: Headers; readonly body: Body };

/** What a client authenticates with in the TLS handshake: PEM, or a PKCS#12 file and its password. */
export type ClientIdentity =
  | { readonly key: string; readonly cert: string }
  | { readonly pfx: Buffer; readonly passphrase: string };

export type CallOptions = {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Calls the client-certificate host, presenting this certificate; `none` presents none. */
  readonly identity?: ClientIdentity | 'none' | undefined;
  /** The source address, in 127.0.0.0/8; without it, one of the file's own network. */
  readonly from?: string;
};

/**
 * The network a test file calls from, with another address for each call: failed logins of one test limit no other, and
 * nobody seems to log in from a new place.
 */
const NETWORK = `127.${randomInt(1, 255)}.${randomInt(255)}`;

/** An address of a network of 254, the file's own or another. */
export function sourceAddress(network = NETWORK): string {
  return `${network}.${randomInt(1, 255)}`;
}

/** 30 days: some seconds' work. */
const LONGEST_STEP_MS = 30 * 24 * 60 * 60 * 1000;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Calls the API below /v1. A string body is sent as it is. */
export async function call<Body = Record<string, unknown>>(
  method: Method,
  path: string,
  { token, body, headers = {}, identity, from = sourceAddress() }: CallOptions = {},
): Promise<Answer<Body>> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);

  return send(
    `${identity === undefined ? localRun().url : localRun().httpsUrl}/v1${path}`,
    {
      method,
      ...(identity !== undefined && { rejectUnauthorized: false, ...(identity !== 'none' && identity) }),
      localAddress: from,
      headers: {
        'accept-language': '*',
        'user-agent': 'test',
        ...(text !== undefined && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    },
    text,
  );
}

type SendOptions = Pick<RequestOptions, 'key' | 'cert' | 'pfx' | 'passphrase' | 'rejectUnauthorized'> & {
  readonly method: Method;
  readonly localAddress: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Sends a request from an address of its own, which `fetch` cannot. */
async function send<Body>(url: string, options: SendOptions, body: string | undefined): Promise<Answer<Body>> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    (url.startsWith('https:') ? httpsRequest : request)(url, { ...options, agent: false }, resolve)
      .on('error', reject)
      .end(body);
  });
  const headers = new Headers(Object.entries(response.headersDistinct).map(([name, values = []]) => [name, values.join(', ')]));

  return { status: response.statusCode ?? 0, headers, body: parsed(await textOf(response)) };
}

/** Calls an operator route, signed with the local operator's keys. */
export async function operator<Body = Record<string, unknown>>(
  method: Method,
  path: string,
  body?: unknown,
): Promise<Answer<Body>> {
  const url = `${localRun().url}/v1${path}`;

  return answerOf(await callAsOperator({ method, url, region: localRun().region, ...(body !== undefined && { body }) }));
}

/** Calls what is only local: clock, mailbox, events. */
export async function local<Body>(method: Method, path: string, body?: unknown): Promise<Body> {
  const response = await fetch(`${localRun().url}/_local${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} /_local${path}: ${response.status} ${await response.text()}`);

  return (await response.json()) as Body;
}

/** Moves the whole local cloud's time forward by an ISO 8601 duration. */
export async function advanceClock(duration: string): Promise<void> {
  await local('POST', '/clock', { advance: duration });
}

/**
 * Moves time to a moment, in steps short enough for one request each. Every move waits its turn, so that a retried test finds
 * the moment reached, even while its first try is still on the way.
 */
export async function advanceClockTo(moment: Date): Promise<void> {
  for (let ahead = await untilThen(moment); ahead > 0; ahead = await untilThen(moment)) {
    await advanceClock(`PT${Math.ceil(Math.min(ahead, LONGEST_STEP_MS) / 1000)}S`);
  }
}

/** How many milliseconds away a moment is once all moves asked for before are over. */
async function untilThen(moment: Date): Promise<number> {
  await advanceClock('PT0S');
  const { now } = await local<{ now: string }>('GET', '/clock');

  return moment.getTime() - Date.parse(now);
}

/** asserts that an answer is the problem document of a code, and answers its field errors. */
export function expectProblem(answer: Answer<unknown>, code: ProblemCode, status: number) {
  expect(answer.body).toMatchObject({ code, status, type: `urn:business-id:problem:${code}` });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('x-request-id')).toBeTruthy();

  return (answer.body as { errors?: { pointer: string; code: string; detail: string }[] }).errors ?? [];
}

/** Reads a response; an empty body is `undefined`. */
export async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
}

function parsed<Body>(text: string): Body {
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}
