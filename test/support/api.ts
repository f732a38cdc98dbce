import { expect } from 'vitest';
import type { ProblemCode } from '../../functions/contracts/problems.ts';
import { callAsOperator } from '../../local/operator.ts';
import { localRun } from './local-run.ts';

/** An answer of the API; the body is whatever it says, so tests read it through the shapes they expect. */
export type Answer<Body = Record<string, unknown>> = { readonly status: number; readonly headers: Headers; readonly body: Body };

export type CallOptions = {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Calls the API below /v1. A string body is sent as it is. */
export async function call<Body = Record<string, unknown>>(
  method: Method,
  path: string,
  { token, body, headers = {} }: CallOptions = {},
): Promise<Answer<Body>> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);

  const response = await fetch(`${localRun().url}/v1${path}`, {
    method,
    headers: {
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
  });

  return answerOf(response);
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
  const text = await response.text();

  return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as Body };
}
