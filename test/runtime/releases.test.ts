import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineOperation } from '../../functions/contracts/contract.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { done } from '../../functions/runtime/outcome.ts';
import { respond } from '../../functions/runtime/respond.ts';

const contract = defineOperation({
  id: 'tryTwice',
  area: 'service',
  method: 'POST',
  path: '/tries',
  summary: 'Begins two tries by itself',
  caller: 'public',
  answersSecret: true,
  replies: { 204: null },
  problems: ['expired'],
  access: {},
  example: {},
});

const table = mockClient(DynamoDBDocumentClient);
const event = {
  ...{ body: null, isBase64Encoded: false, headers: {}, pathParameters: null, multiValueQueryStringParameters: null },
  requestContext: { requestId: 'request', identity: { sourceIp: '127.0.0.1' } },
} as unknown as APIGatewayProxyEvent;

beforeEach(() => {
  vi.stubEnv('SETTINGS', '{}');
  vi.stubEnv('TABLE_NAME', 'table');
  table.on(TransactWriteCommand).resolves({});
});

afterEach(() => {
  table.reset();
  vi.unstubAllEnvs();
});

/** Lets an operation begin two tries and end so; which of them were released, in no order. */
async function released(end: () => Awaited<ReturnType<Operation<typeof contract>>>, release = async () => {}) {
  const names: string[] = [];
  const operation: Operation<typeof contract> = async ({ memory }) => {
    for (const name of ['first', 'second']) {
      memory.releases.push(() => {
        names.push(name);
        return release();
      });
    }

    return end();
  };

  const context = { getRemainingTimeInMillis: () => 20_000 };
  const answer = respond(contract, operation, undefined, event, context).then(
    ({ statusCode }) => statusCode,
    () => 'threw',
  );

  return { answer: await answer, names: names.toSorted() };
}

const refused = () => ({ ok: false, refusal: { code: 'expired' } }) as const;

it('C-5 everything a refused request tried by itself is undone, not only the last of it', async () => {
  expect(await released(refused)).toEqual({ answer: 410, names: ['first', 'second'] });
});

it('C-5 a request that ends in a fault undoes what it tried as well', async () => {
  const fault = () => {
    throw new Error('a fault');
  };

  expect(await released(fault)).toEqual({ answer: 'threw', names: ['first', 'second'] });
});

it('an undoing that fails stops no other, and the answer stands', async () => {
  const failing = () => Promise.reject(new Error('contended'));

  expect(await released(refused, failing)).toEqual({ answer: 410, names: ['first', 'second'] });
});

it('what a request did is not undone once it has had its effect', async () => {
  expect(await released(() => done(undefined, {}))).toEqual({ answer: 204, names: [] });
});
