import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Faults } from '../faults/faults.ts';
import { inject, type Outcome } from '../faults/inject.ts';
import { AwsError, NotEmulatedError } from './aws-error.ts';
import { type Caller, type Callers, monotonicMs, type Run } from './callers.ts';
import type { CredentialStore } from './credentials.ts';
import type { Authorize } from './iam/authorize.ts';
import { type AwsRequest, awsJson, type Protocol, type Reply, type Units } from './protocol.ts';
import type { Service } from './service.ts';
import { credentialScope, verifySignature } from './signature.ts';

/** One call of a known role, for those that count calls. */
export type CallRecord = {
  readonly service: string;
  readonly action: string;
  readonly roleArn: string;
  /** The invocation or execution whose call it is; undefined when it is of neither. */
  readonly run: Run | undefined;
  /** When it was made, and when it was answered or its connection ended: see `monotonicMs`. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** HTTP status of the answer; undefined when the caller got none. */
  readonly status: number | undefined;
  /** What AWS would charge; undefined where it charges nothing. */
  readonly units: Units | undefined;
};

type EndpointParts = {
  /** By the service name that signatures carry. */
  readonly services: Readonly<Record<string, Service>>;
  readonly credentials: CredentialStore;
  readonly authorize: Authorize;
  readonly callers: Pick<Callers, 'callerOf'>;
  readonly faults: Pick<Faults, 'next'>;
  readonly onCall: (call: CallRecord) => void;
  readonly report: (line: string) => void;
};

/** Longer than any pause of a client, so that none of them writes into a connection that is being closed. */
const KEEP_ALIVE_MS = 3_600_000;

/** The HTTP server that functions take for AWS: who signed, may the role do that, then the service itself. */
export function createEndpoint(parts: EndpointParts): Server {
  const server = createServer((incoming, response) => {
    readRequest(incoming).then(
      (request) => serve(request, response, parts),
      // The client went away while sending: nobody is left to answer to.
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  return server;
}

/** Until the service is known; SDKs of every protocol find the error's name in this form too. */
const PLAIN = awsJson('1.1', '');

async function serve(request: AwsRequest, response: ServerResponse, parts: EndpointParts): Promise<void> {
  const arrivedAt = monotonicMs();
  const caller = parts.callers.callerOf(request);
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

    const outcome = await carryOut(request, { service, name, action, roleArn, caller }, parts);
    const { run, madeAt = arrivedAt } = caller ?? {};
    const count = (status: number | undefined): void =>
      parts.onCall({
        service: name,
        action,
        roleArn,
        run,
        startedAt: madeAt,
        endedAt: monotonicMs(),
        status,
        units: outcome.units,
      });

    if (!('end' in outcome)) {
      count(outcome.status);
      return send(response, outcome);
    }

    if (outcome.end === 'silence' && !response.closed) await once(response, 'close');
    if (outcome.end !== 'never-made') count(undefined);
    response.destroy();
  } catch (cause) {
    send(response, protocol.refuse(awsErrorOf(cause, parts.report)));
  }
}

type Call = {
  readonly service: Service;
  readonly name: string;
  readonly action: string;
  readonly roleArn: string;
  readonly caller: Caller | undefined;
};

async function carryOut(
  request: AwsRequest,
  { service, name, action, roleArn, caller }: Call,
  parts: EndpointParts,
): Promise<Outcome> {
  const { protocol } = service;
  const refuse = (cause: unknown): Reply => protocol.refuse(awsErrorOf(cause, parts.report));

  try {
    const prepare = service.actions[action];
    if (!prepare) throw new NotEmulatedError(`${name}:${action}`, 'UnknownOperationException');

    const call = prepare(request);
    for (const permission of call.permissions) parts.authorize(roleArn, permission);

    const fault = parts.faults.next({ service: name, action, run: caller?.run });
    if (!fault) return await call.run();

    const runAs = async (changed: AwsRequest): Promise<Reply> => prepare(changed).run();

    return await inject(fault, {
      service: name,
      action,
      protocol,
      request,
      caller,
      carryOut: (changed) => runAs(changed).catch(refuse),
    });
  } catch (cause) {
    return refuse(cause);
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
