import { crc32 } from 'node:zlib';
import type { AwsError } from './aws-error.ts';

/** An HTTP request to the endpoint, read to its end. Header names are in lower case. */
export type AwsRequest = {
  readonly method: string;
  /** Path with query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What DynamoDB charges for a call: request units of an on-demand table. */
export type Units = { readonly read: number; readonly write: number };

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly units?: Units;
};

/** The same answer with another JSON document in it, and the checksum that DynamoDB sends of its answers. */
export function withBody(reply: Reply, document: unknown): Reply {
  const body = JSON.stringify(document);
  const checksum = 'x-amz-crc32' in reply.headers && { 'x-amz-crc32': String(crc32(body)) };

  return { ...reply, headers: { ...reply.headers, ...checksum }, body };
}

/** How a service's requests name their action, and how its errors look on the wire. */
export type Protocol = {
  /** The action asked for; undefined when the request is none of this protocol, or of no route known. */
  actionOf(request: AwsRequest): string | undefined;
  answer(value: unknown): Reply;
  refuse(error: AwsError): Reply;
};

/**
 * AWS JSON 1.0 and 1.1: everything is a POST to `/`, the action stands in a header. A client that speaks another protocol
 * (newer SDKs may: CBOR) sends another content type or path, and is refused.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function awsJson(version: '1.0' | '1.1', target: string): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  const reply = (status: number, value: unknown): Reply => ({
    status,
    headers: { 'content-type': contentType },
    body: JSON.stringify(value),
  });

  return {
    actionOf: ({ method, url, headers }) => {
      if (method !== 'POST' || url !== '/' || headers['content-type'] !== contentType) return undefined;
      const [prefix, action] = headers['x-amz-target']?.split('.') ?? [];
      return prefix === target ? action : undefined;
    },
    answer: (value) => reply(200, value),
    refuse: ({ code, message, status, members }) => reply(status, { __type: code, message, ...members }),
  };
}

/**
 * AWS REST JSON: an action is a method and a path.
 *
 * @param routes action by `<METHOD> <path>`
 * @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJson(routes: Readonly<Record<string, string>>): Protocol {
  const reply = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });

  return {
    actionOf: ({ method, url }) => routes[`${method} ${url}`],
    answer: (value) => reply(200, value),
    // Services of this protocol answer 403 where those of AWS JSON answer 400.
    refuse: ({ code, message, status, members }) =>
      reply(code === 'AccessDeniedException' ? 403 : status, { message, ...members }, { 'x-amzn-errortype': code }),
  };
}
