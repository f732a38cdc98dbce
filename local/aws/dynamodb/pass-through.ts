import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { AwsRequest, Reply } from '../protocol.ts';
import { UNCHECKED_AUTHORIZATION } from './local-process.ts';

/** Hands requests to DynamoDB Local as they came, and its answers back, byte for byte. */
export type PassThrough = { send(request: AwsRequest): Promise<Reply>; close(): void };

/** Headers of one connection, which the endpoint sets for its own. */
const HOP_BY_HOP = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

/** DynamoDB Local closes connections idle for 30 seconds; ours end before, so that no request meets a closing one. */
const IDLE_MS = 10_000;

/** @param report told what made DynamoDB Local fail: its callers learn nothing but that it did */
export function passThroughTo(endpoint: string, report: (line: string) => void): PassThrough {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });

  return {
    send: ({ headers, body }) =>
      new Promise<Reply>((resolve, reject) => {
        const outgoing = httpRequest(endpoint, {
          agent,
          method: 'POST',
          headers: {
            'content-type': headers['content-type'],
            'x-amz-target': headers['x-amz-target'],
            authorization: UNCHECKED_AUTHORIZATION,
            'content-length': body.length,
          },
        });

        outgoing.once('error', (cause) => {
          reject(new AwsError('InternalServerError', `DynamoDB Local does not answer: ${cause.message}`, { status: 500 }));
        });
        outgoing.once('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const answer = Buffer.concat(chunks);
            if (response.statusCode === 500) report(`DynamoDB Local failed (${headers['x-amz-target']}): ${answer}`);
            resolve({ status: response.statusCode ?? 500, headers: endToEnd(response.headers), body: answer });
          });
        });
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function endToEnd(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name));

  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
