import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

/**
 * What a custom resource's function tells CloudFormation.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
const Answer = z.discriminatedUnion('Status', [
  z.object({
    Status: z.literal('SUCCESS'),
    RequestId: z.string(),
    PhysicalResourceId: z.string().min(1),
    Data: z.record(z.string(), z.unknown()).default({}),
  }),
  z.object({ Status: z.literal('FAILED'), RequestId: z.string(), Reason: z.string().default('no reason given') }),
]);

export type Answer = z.output<typeof Answer>;

/** Where the answers to events are sent, as CloudFormation has a presigned URL for each. */
export type AnswerServer = {
  /** An address for the answer to one event. */
  address(requestId: string): string;
  /** The answer that came; undefined when none did. @throws when it is not of the documented form */
  answerTo(requestId: string): Answer | undefined;
  close(): Promise<void>;
};

/** Listens on a free port of 127.0.0.1. */
export async function startAnswerServer(): Promise<AnswerServer> {
  const secret = randomUUID();
  const bodies = new Map<string, string>();

  const server = createServer(async ({ method, url }, response) => {
    const [, given, requestId] = url?.split('/') ?? [];
    const isKnown = method === 'PUT' && given === secret && requestId !== undefined;
    if (isKnown) bodies.set(requestId, await text(response.req));

    response.writeHead(isKnown ? 200 : 403).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server for answers has no address');

  return {
    address: (requestId) => `http://127.0.0.1:${address.port}/${secret}/${requestId}`,
    answerTo: (requestId) => {
      const body = bodies.get(requestId);

      return body === undefined ? undefined : answerOf(body, requestId);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answerOf(body: string, requestId: string): Answer {
  const answer = Answer.safeParse(parsed(body));
  if (!answer.success) throw new Error(`its answer is not of the documented form: ${z.prettifyError(answer.error)}`);
  if (answer.data.RequestId !== requestId) throw new Error('its answer names another request');

  return answer.data;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
