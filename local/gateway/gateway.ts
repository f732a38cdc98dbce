import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/aws-error.ts';
import type { Authorize } from '../aws/iam/authorize.ts';
import type { ObjectStore } from '../aws/s3/objects.ts';
import type { LocalClock } from '../clock.ts';
import type { LambdaPool } from '../functions/pool.ts';
import { newTraceId } from '../functions/trace-id.ts';
import type { Assembly } from '../template/assembly.ts';
import { type ApiMethod, type RestApi, readRestApis } from './apis.ts';
import { admitSigned, admitUnsigned } from './caller.ts';
import { clientCertificateHost } from './client-certificate-host.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { type HttpReply, type HttpRequest, headerOf } from './http.ts';
import { proxyEvent, type RequestFacts } from './proxy-event.ts';
import { httpReply } from './proxy-reply.ts';
import { type Match, startRouting } from './routing.ts';

/** Answers a request to any of the REST APIs. */
export type Gateway = (request: HttpRequest) => Promise<HttpReply>;

/** Largest body of a REST API: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const LARGEST_BODY = 10 * 1024 * 1024;

export type GatewayParameters = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly invoke: LambdaPool['invoke'];
  /** Checks what a role may do: API Gateway invokes functions with one. */
  readonly authorize: Authorize;
  /** Where the truststore of the client-certificate host lies. */
  readonly objects: Pick<ObjectStore, 'getObject'>;
  /** Told what a developer must know, in one line. */
  readonly report: (line: string) => void;
};

/**
 * Serves the REST APIs of an assembly as API Gateway does: over HTTP all on one host, over HTTPS those of the custom domain
 * with mutual TLS.
 *
 * @throws naming the resource, for a feature of API Gateway that the local run does not have
 */
export function startGateway(parameters: GatewayParameters): Gateway {
  const { assembly, clock } = parameters;
  const apis = readRestApis(assembly);
  const certified = clientCertificateHost(parameters);
  const route = startRouting(apis);
  const routeCertified = startRouting(apis.filter(({ id }) => certified.apiIds.includes(id)));

  return async (request) => {
    const requestId = randomUUID();
    const reply = (answer: HttpReply): HttpReply => ({
      ...answer,
      headers: [...answer.headers, ['x-amzn-RequestId', requestId]],
    });

    const refusal = request.tls ? certified.refuse(request) : undefined;
    if (refusal) return reply(refusal);

    const routing = (request.tls ? routeCertified : route)(request.method, request.path);
    const match = routing.kind === 'match' ? routing.match : undefined;
    const refuse = (type: GatewayResponseType): HttpReply =>
      reply(gatewayReply(type, request, match?.api ?? apis[0], match, requestId));

    if (request.bodyTooLarge) return refuse('REQUEST_TOO_LARGE');
    if (routing.kind === 'bad-path') return refuse('BAD_REQUEST_PARAMETERS');
    if (!match?.method) return refuse('MISSING_AUTHENTICATION_TOKEN');

    const admission =
      match.method.authorization === 'AWS_IAM' ? await admitSigned(request, match.api, clock) : admitUnsigned(match.api);
    if (admission.kind === 'refused') return refuse(admission.response);

    const facts = { requestId, traceId: newTraceId(clock.now()), receivedAt: clock.now(), caller: admission.caller };
    const outcome = await integrate(request, match, match.method, facts, parameters);

    return 'refused' in outcome ? refuse(outcome.refused) : reply(outcome);
  };
}

/** Invokes the method's function, as the role it names, and takes its answer. */
async function integrate(
  request: HttpRequest,
  match: Match,
  method: ApiMethod,
  facts: RequestFacts,
  { invoke, authorize, report }: GatewayParameters,
): Promise<HttpReply | { refused: GatewayResponseType }> {
  const { functionArn, invokeRoleArn, timeoutMs } = method;

  try {
    authorize(invokeRoleArn, { action: 'lambda:InvokeFunction', resource: functionArn, context: {} });
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    report(cause.message);
    return { refused: 'API_CONFIGURATION_ERROR' };
  }

  const event = proxyEvent(request, match, facts);
  const invocation = await withinTime(invoke(functionArn, event, { traceId: facts.traceId }), timeoutMs);

  if (invocation === 'too-late') return { refused: 'INTEGRATION_TIMEOUT' };
  if (!invocation.ok) return { refused: 'DEFAULT_5XX' };

  return httpReply(invocation.payload, match.api.binaryMediaTypes) ?? { refused: 'DEFAULT_5XX' };
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | 'too-late'> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'too-late'>((resolve) => {
    timer = setTimeout(() => resolve('too-late'), ms);
  });

  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function gatewayReply(
  type: GatewayResponseType,
  request: HttpRequest,
  api: RestApi | undefined,
  match: Match | undefined,
  requestId: string,
): HttpReply {
  if (!api) throw new Error('The stack has no REST API');

  return api.responses.render(type, {
    apiId: api.id,
    domainName: headerOf(request, 'host') ?? '',
    extendedRequestId: requestId,
    httpMethod: request.method,
    'identity.sourceIp': request.sourceIp,
    path: request.path,
    requestId,
    resourcePath: match?.resource.path ?? '',
    stage: api.stage,
  });
}
