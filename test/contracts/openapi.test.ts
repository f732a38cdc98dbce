import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { type Contract, headerName } from '../../functions/contracts/contract.ts';
import { contracts } from '../../functions/contracts/index.ts';
import { openApiDocument } from '../../functions/contracts/openapi.ts';
import { PROBLEMS } from '../../functions/contracts/problems.ts';
import { problemsOf } from '../../functions/contracts/problems-of.ts';

type Content = Record<string, { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }>;
type OperationObject = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required?: boolean; schema: object; example?: unknown }[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; headers?: object; content?: Content }>;
};
type Document = {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
};

const all: readonly Contract[] = Object.values(contracts);
const document = openApiDocument(all) as unknown as Document;

describe('the document', () => {
  it('L-5 knows client certificates as mutual TLS, and where Order-Token is read from', () => {
    const clientCertificate = document.components.securitySchemes['clientCertificate'];
    const order = document.paths['/v1/certificate-orders/{orderId}']?.['get'];

    expect(clientCertificate).toMatchObject({ type: 'mutualTLS' });
    expect(order?.parameters.filter((parameter) => parameter.in === 'header')).toContainEqual(
      expect.objectContaining({ name: 'Order-Token', required: true }),
    );
  });

  it('R-2 is OpenAPI 3.1 and holds every operation once, and nothing else', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => [operationId, `${method.toUpperCase()} ${path}`]),
    );

    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(Object.fromEntries(operations)).toEqual(
      Object.fromEntries(all.map(({ id, method, path }) => [id, `${method} /v1${path}`])),
    );
    expect(operations).toHaveLength(all.length);
  });

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);

    expect(references.length).toBeGreaterThan(0);
    expect([...new Set(references)].filter((reference) => !known.includes(reference ?? ''))).toEqual([]);
  });

  it('is plain JSON, as it is served', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('says of every operation what it does and where it belongs', () => {
    for (const item of Object.values(document.paths)) {
      for (const { summary, description, tags } of Object.values(item)) {
        expect(summary).not.toBe('');
        expect(description).toContain('Caller: ');
        expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(tags));
      }
    }
  });
});

function securityOf({ caller }: Contract): Record<string, never[]>[] {
  if (caller === 'public') return [];
  if (caller === 'operator') return [{ operator: [] }];

  return [caller === 'certificate-holder' ? { clientCertificate: [] } : { session: [] }];
}

describe.each(all.map((contract) => [contract.id, contract] as const))('%s in the document', (_id, contract) => {
  const operation = document.paths[`/v1${contract.path}`]?.[contract.method.toLowerCase()] as OperationObject;
  const parameters = (place: string) => operation.parameters.filter((parameter) => parameter.in === place);

  it('R-2 has its parameters, those of the path required, each with an example', () => {
    expect(parameters('path').map(({ name, required }) => [name, required])).toEqual(
      Object.keys(contract.params?.shape ?? {}).map((name) => [name, true]),
    );
    expect(parameters('query').map(({ name }) => name)).toEqual(Object.keys(contract.query?.shape ?? {}));
    for (const { name, example } of parameters('path')) expect(example).toBe(contract.example.params?.[name]);
  });

  it('R-2 has its header fields by the names they are sent under, required where the operation needs them', () => {
    const declared = Object.entries(contract.headers?.shape ?? {}).map(([name, schema]) => ({
      name: headerName(name),
      required: !(schema as z.ZodType).safeParse(undefined).success,
      example: contract.example.headers?.[name],
    }));
    const own = parameters('header').filter(({ name }) => !['Accept-Language', 'Idempotency-Key'].includes(name));

    expect(own.map(({ name, required, example }) => ({ name, required, example }))).toEqual(declared);
  });

  it('R-2 has a body if and only if it takes one, with the contract’s example', () => {
    const content = operation.requestBody?.content['application/json'];

    expect(operation.requestBody?.required).toBe(contract.body ? true : undefined);
    expect(content?.example).toEqual(contract.example.body);
    if (contract.body) expect(content?.schema).not.toEqual({});
  });

  it('R-2 has every answer, with X-Request-Id and the contract’s example', () => {
    for (const [status, schema] of Object.entries(contract.replies)) {
      const response = operation.responses[status];

      expect(response?.headers).toHaveProperty('X-Request-Id');
      expect(response?.content?.['application/json']?.example).toEqual(schema === null ? undefined : contract.example.reply);
    }
  });

  it('R-2 tells the next page in a header if and only if it hands its list out page by page', () => {
    const paged = Object.keys(contract.query?.shape ?? {}).includes('cursor');

    expect('Link' in (operation.responses['200']?.headers ?? {})).toBe(paged);
  });

  it('R-2 has a table beside JSON if and only if the operation answers one', () => {
    const header = operation.responses['200']?.content?.['text/csv']?.example;

    expect(header).toBe(contract.csv && `${contract.csv.columns.join(',')}\r\n`);
  });

  it('R-6 has every problem a client can meet under its status, each with an example, and no other', () => {
    const shown = Object.entries(operation.responses).flatMap(([status, { content }]) =>
      Object.entries(content?.['application/problem+json']?.examples ?? {}).map(([code, { value }]) => {
        expect(value).toMatchObject({ code, status: Number(status), type: `urn:business-id:problem:${code}` });
        return [code, Number(status)];
      }),
    );

    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(problemsOf(contract).map((code) => [code, PROBLEMS[code]])));
    expect(
      Object.keys(operation.responses)
        .map(Number)
        .filter((status) => status < 400),
    ).toEqual(Object.keys(contract.replies).map(Number));
  });

  it('says who may call: a session, a client certificate, a signature, or nothing', () => {
    expect(operation.security).toEqual(securityOf(contract));
    for (const scheme of operation.security.flatMap(Object.keys))
      expect(document.components.securitySchemes).toHaveProperty(scheme);
  });

  it('R-3 takes an Idempotency-Key on every POST and PUT, but where a secret is answered or nothing is changed', () => {
    const repeatable = contract.answersSecret === true || contract.changesNothing === true;
    const takes = ['POST', 'PUT'].includes(contract.method) && !repeatable;

    expect(parameters('header').some(({ name }) => name === 'Idempotency-Key')).toBe(takes);
  });
});
