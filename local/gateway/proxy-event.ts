import { randomBytes } from 'node:crypto';
import type { Caller } from './caller.ts';
import { clientCertOf } from './client-certificate.ts';
import { type HttpRequest, headerOf } from './http.ts';
import type { Match } from './routing.ts';

/** What API Gateway adds to a request. */
export type RequestFacts = {
  readonly requestId: string;
  readonly traceId: string;
  readonly receivedAt: Date;
  /** Who signed the request; undefined on a method that asks for no signature. */
  readonly caller: Caller | undefined;
};

/** Headers that REST APIs do not pass on: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const DROPPED_HEADERS = [
  'connection',
  'content-md5',
  'expect',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
];

/**
 * The event of a Lambda proxy integration of a REST API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(request: HttpRequest, match: Match, facts: RequestFacts): Record<string, unknown> {
  const { api, resource, pathParameters } = match;
  const headers = [...passedOn(request, facts.caller !== undefined), ...added(request, facts)];
  const query = [...new URLSearchParams(request.query)];
  const isBase64Encoded = api.binaryMediaTypes.some((type) => matchesMediaType(headerOf(request, 'content-type'), type));

  return {
    resource: resource.path,
    path: request.path,
    httpMethod: request.method,
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    queryStringParameters: query.length > 0 ? Object.fromEntries(query) : null,
    multiValueQueryStringParameters: query.length > 0 ? grouped(query) : null,
    pathParameters,
    stageVariables: api.stageVariables,
    requestContext: requestContext(request, match, facts),
    body: request.body.length > 0 ? request.body.toString(isBase64Encoded ? 'base64' : 'utf8') : null,
    isBase64Encoded: isBase64Encoded && request.body.length > 0,
  };
}

function requestContext(request: HttpRequest, { api, resource }: Match, facts: RequestFacts): Record<string, unknown> {
  const domainName = (headerOf(request, 'host') ?? '').replace(/:\d+$/, '');
  const { caller } = facts;
  const clientCert = clientCertOf(request.clientCertificate);

  return {
    resourceId: resource.id,
    resourcePath: resource.path,
    httpMethod: request.method,
    extendedRequestId: randomBytes(11).toString('base64'),
    requestTime: commonLogTime(facts.receivedAt),
    requestTimeEpoch: facts.receivedAt.getTime(),
    path: request.path,
    accountId: api.accountId,
    protocol: request.protocol,
    stage: api.stage,
    domainName,
    domainPrefix: domainName.split('.')[0],
    requestId: facts.requestId,
    deploymentId: api.deploymentId,
    apiId: api.id,
    identity: {
      accessKey: caller?.accessKeyId ?? null,
      accountId: caller ? api.accountId : null,
      caller: caller?.id ?? null,
      user: caller?.id ?? null,
      userArn: caller?.sessionArn ?? null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.sourceIp,
      userAgent: headerOf(request, 'user-agent') ?? null,
      ...(clientCert && { clientCert }),
    },
  };
}

function passedOn(request: HttpRequest, signed: boolean): (readonly [string, string])[] {
  return request.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    // A signature is API Gateway's business alone.
    return !DROPPED_HEADERS.includes(lower) && !(signed && lower === 'authorization');
  });
}

function added(request: HttpRequest, { traceId }: RequestFacts): [string, string][] {
  return [
    ['X-Amzn-Trace-Id', `Root=${traceId}`],
    ['X-Forwarded-For', request.sourceIp],
    ['X-Forwarded-Port', String(request.port)],
    ['X-Forwarded-Proto', request.tls ? 'https' : 'http'],
  ];
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = Object.groupBy(pairs, ([name]) => name);

  return Object.fromEntries(Object.entries(groups).map(([name, entries = []]) => [name, entries.map(([, value]) => value)]));
}

function matchesMediaType(contentType: string | undefined, declared: string): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (!type) return false;

  return (
    declared === '*/*' || declared.toLowerCase() === type || (declared.endsWith('/*') && type.startsWith(declared.slice(0, -1)))
  );
}

/** `09/Apr/2026:12:34:56 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(time.toUTCString()) ?? [];

  return `${day}/${month}/${year}:${clock} +0000`;
}
