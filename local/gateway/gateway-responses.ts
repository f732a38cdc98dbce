import type { Resource } from '../template/assembly.ts';
import type { HttpReply } from './http.ts';

/**
 * The answers API Gateway gives by itself, with their status and message when nothing else is declared.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const DEFAULTS = {
  ACCESS_DENIED: { status: 403, message: 'User is not authorized to access this resource', error: 'AccessDeniedException' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error', error: 'InternalServerErrorException' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'Bad request', error: 'BadRequestException' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out', error: 'InternalServerErrorException' },
  INVALID_SIGNATURE: {
    status: 403,
    message: 'The request signature we calculated does not match the signature you provided.',
    error: 'InvalidSignatureException',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: 'Missing Authentication Token',
    error: 'MissingAuthenticationTokenException',
  },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long', error: 'RequestTooLargeException' },
  // API Gateway has no type of its own for an answer of a Lambda function that it cannot use.
  DEFAULT_5XX: { status: 502, message: 'Internal server error', error: 'InternalServerErrorException' },
} as const;

export type GatewayResponseType = keyof typeof DEFAULTS;

export type GatewayResponses = {
  /** The answer of a type; `context` names what its template may show, without the `$context.`. */
  render(type: GatewayResponseType, context: Readonly<Record<string, string>>): HttpReply;
};

/** What a template may show; the local run refuses a template that asks for more. */
const KNOWN_VARIABLES = [
  'apiId',
  'domainName',
  'error.message',
  'error.messageString',
  'error.responseType',
  'extendedRequestId',
  'httpMethod',
  'identity.sourceIp',
  'path',
  'requestId',
  'resourcePath',
  'stage',
];

const VARIABLE = /\$context\.([A-Za-z]+(?:\.[A-Za-z]+)?)/g;

type Declared = { readonly status?: number; readonly parameters: Readonly<Record<string, string>>; readonly template?: string };

/**
 * Reads the declared gateway responses of one API.
 *
 * @throws naming the resource, when one shows what the local run does not know
 */
export function gatewayResponses(resources: readonly Resource[]): GatewayResponses {
  const declared = new Map(
    resources.map((resource) => [String(resource.properties['ResponseType']), declaredResponse(resource)]),
  );

  return {
    render: (type, context) => {
      const standard = DEFAULTS[type];
      const fallback = declared.get(standard.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
      const chosen = declared.get(type) ?? fallback;
      const variables = {
        ...context,
        'error.message': standard.message,
        'error.messageString': JSON.stringify(standard.message),
        'error.responseType': type,
      };

      return {
        // A fallback's status replaces that of every type it stands for.
        status: chosen?.status ?? standard.status,
        headers: [
          ['x-amzn-ErrorType', standard.error],
          ...withContentType(
            Object.entries(chosen?.parameters ?? {}).map(([name, value]) => [name, headerValue(value, variables)]),
          ),
        ],
        body: Buffer.from(filled(chosen?.template ?? '{"message":$context.error.messageString}', variables)),
      };
    },
  };
}

function declaredResponse({ stack, logicalId, properties }: Resource): Declared {
  const parameters = (properties['ResponseParameters'] ?? {}) as Record<string, string>;
  const [template] = Object.values((properties['ResponseTemplates'] ?? {}) as Record<string, string>);
  const headers = Object.entries(parameters).map(
    ([name, value]) => [name.replace('gatewayresponse.header.', ''), value] as const,
  );

  for (const name of [...mentioned(template ?? ''), ...headers.flatMap(([, value]) => mentioned(`$${value}`))]) {
    if (!KNOWN_VARIABLES.includes(name)) throw new Error(`${stack}/${logicalId}: the local run does not know $context.${name}`);
  }
  for (const [name, value] of headers) {
    if (!isLiteral(value) && !value.startsWith('context.')) {
      throw new Error(`${stack}/${logicalId}: the local run cannot fill the header ${name} from ${value}`);
    }
  }

  const status = properties['StatusCode'];

  return {
    ...(status !== undefined && { status: Number(status) }),
    ...(template !== undefined && { template }),
    parameters: Object.fromEntries(headers),
  };
}

function mentioned(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name]) => name ?? '');
}

/** Gateway responses know variables only, no mapping language. */
function filled(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replaceAll(VARIABLE, (_, name: string) => variables[name] ?? '');
}

/** A header's value: a literal in single quotes, or a variable of the context. */
function headerValue(value: string, variables: Readonly<Record<string, string>>): string {
  return isLiteral(value) ? value.slice(1, -1) : (variables[value.replace('context.', '')] ?? '');
}

function isLiteral(value: string): boolean {
  return value.startsWith("'") && value.endsWith("'");
}

function withContentType(headers: [string, string][]): [string, string][] {
  return headers.some(([name]) => name.toLowerCase() === 'content-type')
    ? headers
    : [['Content-Type', 'application/json'], ...headers];
}
