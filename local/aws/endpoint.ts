import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { AwsError, NotEmulatedError } from './aws-error.ts';
import type { CredentialStore } from './credentials.ts';
import type { Authorize } from './iam/authorize.ts';
import { type AwsRequest, awsJson, type Protocol, type Reply } from './protocol.ts';
import type { Service } from './service.ts';
import { credentialScope, verifySignature } from './signature.ts';

/** One call of a known role that was answered, for those that count calls. */
export type CallRecord = {
  readonly service: string;
  readonly action: string;
  readonly roleArn: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Time within the endpoint, in milliseconds. */
  readonly durationMs: number;
};

type EndpointParts = {
  /** By the service name that signatures carry. */
  readonly services: Readonly<Record<string, Service>>;
  readonly credentials: CredentialStore;
  readonly authorize: Authorize;
  readonly onCall: (call: CallRecord) => void;
  readonly report: (line: string) => void;
};

/** Longer than any pause of a client, so that none of them writes into a connection that is being closed. */
const KEEP_ALIVE_MS = 3_600_000;

/** The HTTP server that functions take for AWS: who signed, may the role do that, then the service itself. */
export function createEndpoint(parts: EndpointParts): Server {
  const server = createServer((incoming, response) => {
    readRequest(incoming)
      .then((request) => answer(request, parts))
      .then(
        (reply) => send(response, reply),
        // The client went away while sending: nobody is left to answer to.
        () => response.destroy(),
      );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  return server;
}

/** Until the service is known; SDKs of every protocol find the error's name in this form too. */
const PLAIN = awsJson('1.1', '');

async function answer(request: AwsRequest, parts: EndpointParts): Promise<Reply> {
  let protocol: Protocol = PLAIN;

  try {
    const { service: name, accessKeyId } = credentialScope(request);
    const service = parts.services[name];
    if (!service) throw new NotEmulatedError(`the AWS service ${name}`, 'UnknownOperationException');
    protocol = service.protocol;

    const { roleArn, credentials } = parts.credentials.ownerOf(accessKeyId);
    await verifySignature(request, credentials);

    const action = protocol.actionOf(request);
    if (action === undefined) {
      throw new NotEmulatedError(`the request ${describe(request)} of ${name}`, 'UnknownOperationException');
    }

    const started = performance.now();
    const reply = await carryOut(request, { service, name, action, roleArn }, parts);
    parts.onCall({ service: name, action, roleArn, status: reply.status, durationMs: performance.now() - started });

    return reply;
  } catch (cause) {
    return protocol.refuse(awsErrorOf(cause, parts.report));
  }
}

type Call = { readonly service: Service; readonly name: string; readonly action: string; readonly roleArn: string };

async function carryOut(request: AwsRequest, { service, name, action, roleArn }: Call, parts: EndpointParts): Promise<Reply> {
  try {
    const prepare = service.actions[action];
    if (!prepare) throw new NotEmulatedError(`${name}:${action}`, 'UnknownOperationException');

    const call = prepare(request);
    for (const permission of call.permissions) parts.authorize(roleArn, permission);

    return await call.run();
  } catch (cause) {
    return service.protocol.refuse(awsErrorOf(cause, parts.report));
  }
}

/** What a client is told, and the developer where it is the local run's own fault. */
function awsErrorOf(cause: unknown, report: (line: string) => void): AwsError {
  if (cause instanceof NotEmulatedError) report(cause.message);
  if (cause instanceof AwsError) return cause;

  report(`The local AWS failed: ${cause instanceof Error ? cause.stack : cause}`);

  return new AwsError('InternalFailure', 'The local AWS failed; its own output says why', { status: 500 });
}

async function readRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));

  return { method: incoming.method ?? '', url: incoming.url ?? '', headers, body: await buffer(incoming) };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response
    .writeHead(status, { 'x-amzn-requestid': randomUUID(), ...headers, 'content-length': Buffer.byteLength(body) })
    .end(body);
}

function describe({ method, url, headers }: AwsRequest): string {
  return `${method} ${url} (${headers['content-type'] ?? 'no content type'}, target ${headers['x-amz-target'] ?? 'none'})`;
}
