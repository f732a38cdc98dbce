import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AREAS, type Contract } from '../../functions/contracts/contract.ts';
import { contracts, fileOf } from '../../functions/contracts/index.ts';
import { CONFIRMED_OPERATIONS, sendMailToken } from '../../functions/contracts/mail-tokens.ts';
import { PROBLEM_TITLES } from '../../functions/contracts/problem-titles.ts';
import { PROBLEMS, type ProblemCode } from '../../functions/contracts/problems.ts';
import { problemsOf } from '../../functions/contracts/problems-of.ts';
import { ENTITY_PREFIXES } from '../../functions/contracts/table.ts';

const all: readonly Contract[] = Object.values(contracts);
const each = all.map((contract) => [contract.id, contract] as const);
const FUNCTIONS = resolve(import.meta.dirname, '../../functions');

type JsonSchema = { readonly [keyword: string]: unknown };

/** A schema and every schema within it. */
function nodesOf(schema: unknown): JsonSchema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const nested = Object.values(schema).flatMap((value) => (Array.isArray(value) ? value.flatMap(nodesOf) : nodesOf(value)));

  return [schema as JsonSchema, ...nested];
}

const inputOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;

describe('all operations', () => {
  it('R-2 are the ones of the main job', () => {
    expect(Object.keys(contracts)).toEqual(
      expect.arrayContaining([
        'registerTenant',
        'getTenant',
        'logIn',
        'logOut',
        'getMe',
        'setUpInitially',
        'sendMailToken',
        'getSubscription',
        'subscribe',
        'getPermissionCatalogue',
        'createGroup',
        'getGroup',
        'listGroups',
        'createUsers',
        'getUser',
        'listUsers',
        'subscribeCertificates',
        'cancelCertificates',
        'changeLoginMethod',
        'listCertificates',
        'revokeCertificate',
        'getCertificateOrder',
        'pickUpCertificate',
        'renewCertificate',
        'listLogins',
        'listOperations',
      ]),
    );
  });

  it('R-2 are found under their own IDs, and no two of them share a method and a path', () => {
    const routes = all.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);

    expect(Object.entries(contracts).map(([key, { id }]) => [key, id])).toEqual(all.map(({ id }) => [id, id]));
    expect(new Set(all.map(fileOf)).size).toBe(all.length);
    expect(new Set(routes).size).toBe(all.length);
  });

  it('C-9 offer mail tokens for exactly those that may take a confirmation', () => {
    const confirmed = all.filter(({ confirmation }) => confirmation !== undefined).map(({ id }) => id);
    const offered = sendMailToken.body.shape.operation;

    expect([...CONFIRMED_OPERATIONS].toSorted()).toEqual(confirmed.toSorted());
    for (const { id } of all) expect(offered.safeParse(id).success, id).toBe(confirmed.includes(id));
  });

  it('say as of when their lists are', () => {
    const lists = all.filter(({ id }) => id.startsWith('list'));

    expect(lists.length).toBeGreaterThan(0);
    for (const { id, replies } of lists) {
      expect((z.toJSONSchema(replies[200] ?? z.never()) as JsonSchema)['required'], id).toContain('asOf');
    }
  });

  it('R-6 use problems that have a status, and a title in Japanese and English', () => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      expect(PROBLEMS[code]).toBeGreaterThanOrEqual(400);
      expect(PROBLEM_TITLES[code].en).toMatch(/^[\x20-\x7e]+$/);
      expect(PROBLEM_TITLES[code].ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u);
    }
  });
});

describe.each(each)('%s', (_id, contract) => {
  const { id, area, method, path, caller, params, query, headers, body, confirmation, whilePending, access, problems } = contract;

  it('R-2 has an operation file that exports a handler and needs no environment to be imported', async () => {
    const file = join(FUNCTIONS, `${fileOf(contract)}.ts`);
    const module: Record<string, unknown> = existsSync(file) ? await import(file) : {};

    expect(AREAS).toContain(area);
    expect(id).toMatch(/^[a-z][A-Za-z]+$/);
    expect(module).toHaveProperty('handler', expect.any(Function));
    expect(module).toHaveProperty(id, expect.any(Function));
  });

  it('keeps to the form of the API: operator routes for the operator only, lower-case paths, reads without a body', () => {
    expect(path.startsWith('/operator/')).toBe(caller === 'operator');
    expect(path).toMatch(/^(\/([a-z0-9.-]+|\{[a-z][A-Za-z]+\}))+$/);
    if (method === 'GET' || method === 'DELETE') expect(body).toBeUndefined();
  });

  it('declares exactly the parameters of its path', () => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

    expect(Object.keys(params?.shape ?? {})).toEqual(inPath);
  });

  it('refuses unknown fields, at every depth', () => {
    for (const schema of [params, query, body]) {
      const objects = (schema ? nodesOf(inputOf(schema)) : []).filter((node) => 'properties' in node);

      for (const node of objects) expect(node['additionalProperties']).toBe(false);
    }
  });

  it('bounds every list and every text that a request may carry', () => {
    for (const schema of [params, query, headers, body]) {
      for (const node of schema ? nodesOf(inputOf(schema)) : []) {
        if (node['type'] === 'array') expect(node).toHaveProperty('maxItems');
        // A pattern that is closed at both ends and an enumeration bound their texts themselves.
        if (node['type'] === 'string' && !('enum' in node) && !/^\^.*\$$/s.test(String(node['pattern']))) {
          expect(node).toHaveProperty('maxLength');
        }
      }
    }
  });

  it('C-9 takes a confirmation if and only if it declares one, and always when it is required', () => {
    const schema = body ? inputOf(body) : {};
    const fields = Object.keys((schema['properties'] ?? {}) as object);
    const required = (schema['required'] ?? []) as string[];

    expect(fields.includes('confirmation')).toBe(confirmation !== undefined);
    expect(required.includes('confirmation')).toBe(confirmation === 'required');
  });

  it('answers with one success at least, and names each problem once', () => {
    const statuses = Object.keys(contract.replies).map(Number);
    const codes = problemsOf(contract);

    expect(statuses.length).toBeGreaterThan(0);
    for (const status of statuses) expect([200, 201, 202, 204]).toContain(status);
    expect([null, undefined]).toContain(contract.replies[204]);
    for (const status of [200, 201]) expect(contract.replies[status]).not.toBeNull();
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(expect.arrayContaining([...problems]));
  });

  it('answers as a table, if it does, one of its lists with the columns that its rows have', () => {
    const { csv } = contract;
    if (csv === undefined) return;

    const reply = z.toJSONSchema(contract.replies[200] ?? z.never()) as { properties?: JsonSchema };
    const rows = nodesOf(reply.properties?.[csv.list]).filter((node) => 'properties' in node);

    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0]?.['properties'] ?? {})).toEqual([...csv.columns]);
  });

  it('C-4 L-6 asks for a session to wait for, and touches only entities there are', () => {
    if (whilePending !== undefined) expect(['public', 'operator', 'certificate-holder']).not.toContain(caller);

    expect(Object.keys(ENTITY_PREFIXES)).toEqual(expect.arrayContaining(Object.keys(access)));
    for (const actions of Object.values(access)) expect(new Set(actions).size).toBe(actions.length);
  });
});
