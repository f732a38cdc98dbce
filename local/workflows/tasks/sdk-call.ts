import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import type { RoleCredentials } from '../../aws/credentials.ts';
import { StateFailure } from '../failure.ts';

/** How an AWS service is called. */
type Api = {
  /** As signatures name it. */
  readonly service: string;
  /** What error names begin with. */
  readonly prefix: string;
  /** Errors that have a class in AWS's Java SDK, which is what Step Functions names them after. */
  readonly errors: readonly string[];
  request(action: string): { readonly path: string; readonly headers: Readonly<Record<string, string>> };
};

/** An action of an AWS service, named as the service does: `PutItem`. */
export type Integration = { readonly service: string; readonly action: string; readonly api: Api };

/** Calls AWS with the permissions of a role; answers what it answers. @throws StateFailure */
export type CallAws = (integration: Integration, roleArn: string, parameters: unknown) => Promise<unknown>;

const awsJson =
  (version: string, target: string): Api['request'] =>
  (action) => ({
    path: '/',
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${action}` },
  });

/** By the name in `arn:aws:states:::aws-sdk:<name>:<action>`. */
const APIS: Readonly<Record<string, Api>> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html: the prefix in mixed case is that of the SDK integration.
  dynamodb: {
    service: 'dynamodb',
    prefix: 'DynamoDb',
    errors: [
      'ConditionalCheckFailedException',
      'IdempotentParameterMismatchException',
      'InternalServerError',
      'ItemCollectionSizeLimitExceededException',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
      'ResourceNotFoundException',
      'ThrottlingException',
      'TransactionCanceledException',
      'TransactionConflictException',
      'TransactionInProgressException',
    ],
    request: awsJson('1.0', 'DynamoDB_20120810'),
  },
  eventbridge: {
    service: 'events',
    prefix: 'EventBridge',
    errors: ['InternalException'],
    request: awsJson('1.1', 'AWSEvents'),
  },
  sesv2: {
    service: 'ses',
    prefix: 'SesV2',
    errors: [
      'AccountSuspendedException',
      'BadRequestException',
      'LimitExceededException',
      'MailFromDomainNotVerifiedException',
      'MessageRejected',
      'NotFoundException',
      'SendingPausedException',
      'TooManyRequestsException',
    ],
    // The one action that the local SES has.
    request: () => ({ path: '/v2/email/outbound-emails', headers: { 'content-type': 'application/json' } }),
  },
};

const RESOURCE = /^arn:aws:states:::aws-sdk:(\w+):([a-z])(\w*)$/;

/** The action that a Task's Resource names; undefined when it is none of an AWS service that the local run knows. */
export function integrationOf(resource: string): Integration | undefined {
  const [, name = '', first = '', rest = ''] = RESOURCE.exec(resource) ?? [];
  const api = APIS[name];

  return api && { service: api.service, action: first.toUpperCase() + rest, api };
}

/** Longer than any answer takes that comes at all. */
const GIVE_UP_MS = 60_000;

/**
 * Calls the local AWS as functions do: over HTTP, signed for the role, so that permissions, faults and tables are the same.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function awsCaller(aws: {
  readonly endpointUrl: string;
  readonly region: string;
  credentialsFor(roleArn: string): RoleCredentials;
  /** What every call has to carry besides, unsigned as AWS's own trace header is. */
  headers(): Record<string, string>;
}): CallAws {
  const { hostname, port } = new URL(aws.endpointUrl);

  return async ({ action, api }, roleArn, parameters) => {
    const signer = new SignatureV4({
      credentials: { ...aws.credentialsFor(roleArn) },
      region: aws.region,
      service: api.service,
      sha256: Sha256,
    });
    const { path, headers } = api.request(action);
    const body = JSON.stringify(parameters);
    const signed = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname,
      path,
      headers: { host: `${hostname}:${port}`, ...headers },
      body,
    });

    const answer = await answered(`${aws.endpointUrl}${path}`, { ...signed.headers, ...aws.headers() }, body, api);
    const document: unknown = JSON.parse(answer.text);
    if (answer.status === 200) return document;

    throw refused(api, answer.status, answer.errorType, document);
  };
}

async function answered(url: string, { host: _, ...headers }: Record<string, string>, body: string, { prefix }: Api) {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(GIVE_UP_MS) });

    return { status: response.status, errorType: response.headers.get('x-amzn-errortype'), text: await response.text() };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StateFailure(`${prefix}.SdkClientException`, `Unable to execute HTTP request: ${reason}`);
  }
}

const ErrorDocument = z.looseObject({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** What the SDK has no class for, a call that is not allowed for example, has the service's general one. */
function refused({ prefix, errors }: Api, status: number, errorType: string | null, document: unknown): StateFailure {
  const { __type, message, Message } = ErrorDocument.parse(document);
  // The local run's own refusal must not be caught: it is no error of AWS.
  if (status === 501) return new StateFailure('States.Runtime', message ?? 'The local run does not emulate the call');

  const code = (errorType ?? __type ?? '').split('#').at(-1) ?? '';
  const name = errors.includes(code) ? code.replace(/(Exception)?$/, 'Exception') : `${prefix}Exception`;

  return new StateFailure(`${prefix}.${name}`, `${message ?? Message ?? code} (Service: ${prefix}, Status Code: ${status})`);
}
