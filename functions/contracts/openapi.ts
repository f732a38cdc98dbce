import * as z from 'zod';
import { keepsReply, needsSession } from './access.ts';
import { AREAS, type Area, type Contract, headerName } from './contract.ts';
import { isPaged } from './page.ts';
import { PROBLEM_TITLES } from './problem-titles.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { problemsOf } from './problems-of.ts';

type Json = Record<string, unknown>;

const TAGS: Readonly<Record<Area, string>> = {
  service: 'The service itself',
  tenants: 'Tenants: signed calls of the bank’s core systems',
  sessions: 'Sessions: logging in and out, and who is logged in',
  credentials: 'Credentials: passwords, mail tokens and authenticators of the caller',
  subscription: 'Subscription: applying for Business ID management and leaving it',
  groups: 'Groups and their permission matrix',
  users: 'Users: the people of the tenant',
  certificates: 'Client certificates: ordering, fetching, using and revoking them',
  approvals: 'Approvals: who may move how much money, and who has to agree',
  history: 'History: who logged in, and what was done',
};

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'Problem document, RFC 9457. `title` and `detail` are Japanese or English by Accept-Language.',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    detail: { type: 'string' },
    instance: { type: 'string', format: 'uri', description: 'Names the request, as X-Request-Id does' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            description: 'JSON pointer (RFC 6901) into the body; below /path, /query or /header elsewhere',
          },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    requiredActions: { type: 'array', items: { type: 'string' }, description: 'With `required-action`: what is pending' },
  },
};

type OpenApiDocument = Json & {
  readonly openapi: string;
  readonly info: Json;
  readonly paths: Json;
  readonly components: { readonly schemas: Json; readonly securitySchemes: Json };
};

/** R-2: the OpenAPI 3.1 document of all operations: shapes, callers, problems and examples. */
export function openApiDocument(contracts: readonly Contract[]): OpenApiDocument {
  const schemas: Json = { Problem: PROBLEM_SCHEMA };
  const paths: Record<string, Json> = {};

  for (const contract of contracts) {
    const path = `/v1${contract.path}`;
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(contract, schemas) };
  }

  return {
    openapi: '3.1.1',
    info: {
      title: 'Business ID management',
      version: '1',
      description:
        'Lets a corporate bank customer add people to its internet banking. Times are RFC 3339 in UTC, money is whole yen, ' +
        'unknown body fields are refused, and every answer carries X-Request-Id, but for those of the firewall before the API (429, ' +
        'and 413 for what is far too large), whose problem has no `instance` either. After a 503 nothing is half done, but it may ' +
        'have been done: send the request again with the same Idempotency-Key. Fields and problem codes are added without a new ' +
        'version: pass over fields you do not know, and take a problem code you do not know by its status.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: AREAS.map((area) => ({ name: area, description: TAGS[area] })),
    paths,
    components: { schemas, securitySchemes: SECURITY_SCHEMES },
  };
}

const SECURITY_SCHEMES = {
  session: { type: 'http', scheme: 'bearer', description: 'The token `logIn` answers' },
  operator: { type: 'http', scheme: 'AWS4-HMAC-SHA256', description: 'AWS Signature Version 4, service `execute-api`' },
  clientCertificate: { type: 'mutualTLS', description: 'A client certificate of the user, on the client-certificate host' },
};

function operation(contract: Contract, schemas: Json): Json {
  const { id, area, summary, description, body, example } = contract;

  return {
    operationId: id,
    tags: [area],
    summary,
    description: [description, callerText(contract), confirmationText(contract)].filter(Boolean).join('\n\n'),
    security: securityOf(contract),
    parameters: parametersOf(contract, schemas),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body, 'input', schemas), example: example.body } },
      },
    }),
    responses: { ...repliesOf(contract, schemas), ...problemResponses(problemsOf(contract)) },
  };
}

function callerText({ caller, subscription }: Contract): string {
  switch (caller) {
    case 'public':
      return 'Caller: anyone.';
    case 'operator':
      return 'Caller: the bank’s core systems.';
    case 'certificate-holder':
      return 'Caller: whoever presents a valid client certificate in the TLS handshake, on the client-certificate host.';
    case 'session':
      return 'Caller: any logged-in user.';
    case 'representative':
      return 'Caller: the representative.';
    default:
      return `Caller: the ${subscription === 'active' ? 'master' : 'representative, before and after applying'}, or a user whose group has ${caller.anyRight.map((right) => `\`${right}\``).join(' or ')}.`;
  }
}

function confirmationText({ confirmation }: Contract): string | undefined {
  if (confirmation === 'required') return 'Needs a confirmation; ask for a mail token with `sendMailToken`.';

  return confirmation === 'conditional'
    ? 'Needs a confirmation in some cases; then ask for a mail token with `sendMailToken`.'
    : undefined;
}

function securityOf(contract: Contract): Json[] {
  if (contract.caller === 'operator') return [{ operator: [] }];
  if (contract.caller === 'certificate-holder') return [{ clientCertificate: [] }];

  return needsSession(contract) ? [{ session: [] }] : [];
}

function parametersOf(contract: Contract, schemas: Json): Json[] {
  const { params, query, headers, example } = contract;
  const language = {
    name: 'Accept-Language',
    in: 'header',
    schema: { type: 'string' },
    description: 'Language of problem documents: `ja` or `en`',
  };
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,64}$' },
    description: 'A repeated request with the same key has one effect and one answer; kept 24 hours',
  };

  return [
    ...members(params, 'path', example.params, schemas),
    ...members(query, 'query', example.query, schemas),
    ...members(headers, 'header', example.headers, schemas),
    language,
    ...(keepsReply(contract) ? [idempotencyKey] : []),
  ];
}

function members(
  object: z.ZodObject | undefined,
  place: 'path' | 'query' | 'header',
  example: Contract['example']['params'],
  schemas: Json,
): Json[] {
  return Object.entries(object?.shape ?? {}).map(([name, schema]) => ({
    name: place === 'header' ? headerName(name) : name,
    in: place,
    required: place === 'path' || !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, 'input', schemas),
    ...(example?.[name] !== undefined && { example: example[name] }),
  }));
}

const REQUEST_ID = { 'X-Request-Id': { schema: { type: 'string' }, description: 'Names the request' } };
const RETRY_AFTER = { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait before trying again' } };
const NEXT_PAGE = {
  Link: { schema: { type: 'string' }, description: 'URL of the next page, if there is one: RFC 8288, `rel="next"`' },
};

/** Problems that pass by themselves. */
const PASSING: ReadonlySet<ProblemCode> = new Set(['too-many-requests', 'temporarily-unavailable', 'request-in-progress']);

function repliesOf(contract: Contract, schemas: Json): Json {
  const { replies, example, csv } = contract;
  const headers = { ...REQUEST_ID, ...(isPaged(contract) && NEXT_PAGE) };

  return Object.fromEntries(
    Object.entries(replies).map(([status, schema]) => [
      status,
      schema === null
        ? { description: 'Done', headers }
        : {
            description: 'Done',
            headers,
            content: {
              'application/json': { schema: schemaOf(schema, 'output', schemas), example: example.reply },
              ...(csv && { 'text/csv': { schema: { type: 'string' }, example: `${csv.columns.join(',')}\r\n` } }),
            },
          },
    ]),
  );
}

function problemResponses(codes: readonly ProblemCode[]): Json {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code]);

  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((code) => `\`${code}\``).join(', '),
        headers: { ...REQUEST_ID, ...(ofStatus.some((code) => PASSING.has(code)) && RETRY_AFTER) },
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(ofStatus.map((code) => [code, { value: problemExample(code) }])),
          },
        },
      },
    ]),
  );
}

function problemExample(code: ProblemCode): Json {
  const requestId = '3f1c9a52-6f0e-4a5b-9c3e-2f8f5f0f7a11';

  return {
    type: `urn:business-id:problem:${code}`,
    title: PROBLEM_TITLES[code].en,
    status: PROBLEMS[code],
    code,
    instance: `urn:uuid:${requestId}`,
  };
}

/** The JSON Schema of a shape; shapes with an ID of their own become components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const { $schema, $defs, ...own } = z.toJSONSchema(schema, { target: 'draft-2020-12', io }) as Json & { $defs?: Json };
  const { id, ...rest } = toComponents(own) as Json & { id?: string };

  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] = toComponents(definition);
  if (id === undefined) return rest;

  schemas[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

function toComponents(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
