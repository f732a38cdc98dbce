import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../../functions/contracts/contract.ts';
import { PROBLEMS } from '../../../functions/contracts/problems.ts';
import { problemsOf } from '../../../functions/contracts/problems-of.ts';
import { call } from '../../support/api.ts';
import { isForHolders, isOperator, OPERATIONS, sampleOf, takesSession } from '../../support/every-operation.ts';
import { OpenApi, type OpenApiOperation, validatorOf } from '../../support/open-api-schema.ts';
import { subscribedTenant } from '../../support/people.ts';

const EVERY = OPERATIONS.map((contract) => [contract.id, contract] as const);

let document: OpenApi;

beforeAll(async () => {
  const { status, headers, body } = await call('GET', '/openapi.json');

  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  document = OpenApi.parse(body);
});

/** The entry of an operation. */
function entryOf({ path, method }: Pick<Contract, 'path' | 'method'>): OpenApiOperation {
  const entry = document.paths[`/v1${path}`]?.[method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'];
  if (entry === undefined) throw new Error(`The document has no ${method} ${path}`);

  return entry;
}

/** Every `$ref` anywhere in the document. */
const references = (): string[] =>
  [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);

describe('the OpenAPI document is valid', () => {
  it('R-2 every reference leads to a component, and every component is used', () => {
    const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);

    expect([...new Set(references())].sort()).toEqual(components.sort());
  });

  it('R-2 operation IDs are unique, and tags and security schemes are declared', () => {
    const entries = Object.values(document.paths).flatMap((item) => Object.values(item));
    const ids = entries.map(({ operationId }) => operationId);
    const tags = document.tags.map(({ name }) => name);

    expect(new Set(ids).size).toBe(ids.length);
    for (const { tags: own } of entries) expect(tags).toEqual(expect.arrayContaining(own));
    for (const { security } of entries) {
      expect(Object.keys(document.components.securitySchemes)).toEqual(expect.arrayContaining(security.flatMap(Object.keys)));
    }
  });

  it('R-2 path parameters are those of the path', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

      for (const { parameters } of Object.values(item)) {
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
      }
    }
  });

  it.each(EVERY)('R-2 the schemas of %s are JSON Schema that its examples meet', (_, contract) => {
    const { parameters, requestBody, responses } = entryOf(contract);
    const bodies = [requestBody, ...Object.values(responses)].flatMap((body) => Object.values(body?.content ?? {}));

    for (const { schema, example, examples } of bodies) {
      const validator = validatorOf(document, schema);
      const given = examples ? Object.values(examples).map(({ value }) => value) : [example];

      for (const value of given) expect(validator.safeParse(value).error).toBeUndefined();
    }
    for (const { schema, example, required } of parameters) {
      if (example !== undefined || required) expect(validatorOf(document, schema).safeParse(example).error).toBeUndefined();
    }
  });
});

describe('the OpenAPI document is complete', () => {
  it('R-2 it has every operation and nothing else', () => {
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    );

    expect(documented.sort()).toEqual(OPERATIONS.map(({ id, method, path }) => `${id} ${method} /v1${path}`).sort());
  });

  it.each(EVERY)('R-2 %s with its body, its answers and their examples', (_, contract) => {
    const { requestBody, responses } = entryOf(contract);

    expect(requestBody?.content['application/json']?.example).toEqual(contract.example.body);
    expect(requestBody === undefined).toBe(contract.body === undefined);
    for (const [status, schema] of Object.entries(contract.replies)) {
      if (schema === null) expect(responses[status]?.content).toBeUndefined();
      else expect(responses[status]?.content?.['application/json']?.example).toEqual(contract.example.reply);
    }
  });

  it.each(EVERY)('R-6 %s with every problem a client can meet, each with an example', (_, contract) => {
    const { responses } = entryOf(contract);

    for (const code of problemsOf(contract)) {
      const status = PROBLEMS[code];
      const content = responses[String(status)]?.content?.['application/problem+json'];

      expect(content?.examples?.[code]?.value).toMatchObject({ type: `urn:business-id:problem:${code}`, status, code });
    }
    const documented = Object.values(responses).flatMap(({ content }) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}),
    );
    expect(documented.sort()).toEqual([...problemsOf(contract)].sort());
  });

  it.each(EVERY)('R-6 %s with X-Request-Id on every answer, and Retry-After where a client is to wait', (_, contract) => {
    for (const [status, { headers = {} }] of Object.entries(entryOf(contract).responses)) {
      expect(Object.keys(headers), status).toContain('X-Request-Id');
      if (status === '429' || status === '503') expect(Object.keys(headers), status).toContain('Retry-After');
    }
  });

  it.each(EVERY)('R-2 %s with who may call it', (_, contract) => {
    const { security, description } = entryOf(contract);
    const schemes = [
      ...(isOperator(contract) ? ['operator'] : []),
      ...(isForHolders(contract) ? ['clientCertificate'] : []),
      ...(takesSession(contract) ? ['session'] : []),
    ];

    expect(security).toEqual(schemes.map((scheme) => ({ [scheme]: [] })));
    expect(description).toMatch(/Caller: /);
  });

  it.each(EVERY)('R-3 %s with Idempotency-Key where it counts', (_, contract) => {
    const names = entryOf(contract).parameters.map(({ name }) => name);

    const repeatable = contract.answersSecret === true || contract.changesNothing === true;

    expect(names.includes('Idempotency-Key')).toBe(['POST', 'PUT'].includes(contract.method) && !repeatable);
  });
});

describe('the OpenAPI document tells the truth', () => {
  it('R-2 the real answers meet its schemas', async () => {
    const { master } = await subscribedTenant();
    const readable = OPERATIONS.filter(
      ({ method, params, query, ...contract }) => method === 'GET' && !params && !query && takesSession(contract as Contract),
    );
    expect(readable.length).toBeGreaterThan(3);

    for (const contract of readable) {
      const { status, body } = await call('GET', sampleOf(contract).path, { token: master.token });
      const schema = entryOf(contract).responses[String(status)]?.content?.['application/json']?.schema;

      expect(validatorOf(document, schema ?? { not: {} }).safeParse(body).error, contract.id).toBeUndefined();
    }
  });

  it('R-2 its problem documents are those that are sent', async () => {
    const problem = document.components.schemas['Problem'] ?? { not: {} };
    const answers = [await call('GET', '/me'), await call('POST', '/sessions', { body: {} }), await call('GET', '/nothing')];

    for (const { body } of answers) expect(validatorOf(document, problem).safeParse(body).error).toBeUndefined();
  });
});
