import type { IncomingMessage, ServerResponse } from 'node:http';
import { type PeerCertificate, TLSSocket } from 'node:tls';

/** A request as it came in: header names in the client's spelling and order, path and query not decoded. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Empty when it is beyond the limit it was read with. */
  readonly body: Buffer;
  readonly bodyTooLarge: boolean;
  readonly sourceIp: string;
  readonly protocol: string;
  readonly port: number;
  readonly tls: boolean;
  /** What the client presented on the client-certificate host. */
  readonly clientCertificate: PeerCertificate | undefined;
};

export type HttpReply = {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

/** The first value of a header, whatever its spelling. */
export function headerOf(request: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  return request.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** Reads a request whole, but for a body beyond the limit, which is thrown away. */
export async function readRequest(message: IncomingMessage, largestBody: number): Promise<HttpRequest> {
  const body = await readBody(message, largestBody);
  const [path = '/', query = ''] = splitOnce(message.url ?? '/', '?');
  const socket = message.socket;
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;

  return {
    method: message.method ?? 'GET',
    path,
    query,
    headers: pairs(message.rawHeaders),
    body: body ?? Buffer.alloc(0),
    bodyTooLarge: body === undefined,
    sourceIp: socket.remoteAddress ?? '127.0.0.1',
    protocol: `HTTP/${message.httpVersion}`,
    port: socket.localPort ?? 0,
    tls: socket instanceof TLSSocket,
    clientCertificate: certificate?.raw ? certificate : undefined,
  };
}

export function writeReply(response: ServerResponse, { status, headers, body }: HttpReply): void {
  // RFC 9110, 8.6: an answer without content has no length either.
  const length = status === 204 || status === 304 ? [] : [['Content-Length', String(body.length)]];

  // A list of names and values keeps repeated headers (Set-Cookie) and the spelling of their names.
  response.writeHead(status, [...headers, ...length].flat());
  response.end(body);
}

async function readBody(message: IncomingMessage, largest: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;

  // The rest is read all the same: a client that still sends would otherwise never see the answer.
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= largest) parts.push(part);
  }

  return size <= largest ? Buffer.concat(parts) : undefined;
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : []));
}

function splitOnce(text: string, separator: string): string[] {
  const index = text.indexOf(separator);

  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
