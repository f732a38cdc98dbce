import { argon2Sync } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { invitedCredentials, type LoginPassword } from '../../domain/credentials/credentials.ts';
import { NO_TRIES } from '../../domain/credentials/tries.ts';
import { newUser } from '../../domain/users/user.ts';
import { type Key, key } from '../../functions/adapters/dynamodb/keys.ts';
import { hashPassword, needsRehash, verifyPassword } from '../../functions/runtime/passwords.ts';
import { handler } from '../../functions/sessions/log-in.ts';

// No operation makes a hash of earlier parameters, so that the table is a stand-in here.

const [tenantId, userId] = ['aoba', '3354648652'];
const PASSWORD = 'Mizu-24w8';

const table = mockClient(DynamoDBDocumentClient);
const keys = mockClient(KMSClient);

function weakHash(): string {
  const nonce = Buffer.alloc(16, 7);
  const tag = argon2Sync('argon2id', { memory: 8_192, passes: 1, parallelism: 1, message: PASSWORD, nonce, tagLength: 32 });
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');

  return `$argon2id$v=19$m=8192,t=1,p=1$${text(nonce)}$${text(tag)}`;
}

function itemsWith(login: LoginPassword): (Key & Record<string, unknown>)[] {
  const user = newUser({ userId, role: 'master', name: '青葉 太郎', email: 'taro@example.co.jp' });

  return [
    { ...key.tenant(tenantId), tenantId, language: 'ja' },
    { ...key.user({ tenantId }, userId), ...user, pendingSetUp: 'none' },
    { ...key.credentials({ tenantId }, userId), ...invitedCredentials(userId, 'cause', new Date()), login },
  ];
}

beforeEach(() => {
  for (const name of ['TABLE_NAME', 'LOGIN_ID_KEY_ID', 'TEMPORARY_PASSWORD_KEY_ID', 'POWERTOOLS_METRICS_NAMESPACE'])
    vi.stubEnv(name, name);
  vi.stubEnv('SETTINGS', '{}');
  vi.stubEnv('AWS_REGION', 'ap-northeast-1');

  keys.on(GenerateMacCommand).resolves({ Mac: new Uint8Array(32) });
  table.on(GetCommand).resolves({ Item: { ...key.loginId(userId), scope: { tenantId }, userId } });
  table.on(PutCommand).resolves({});
  table.on(TransactWriteCommand).resolves({});
  table.on(UpdateCommand).resolves({});
});

afterEach(() => {
  table.reset();
  keys.reset();
  vi.unstubAllEnvs();
});

/** Logs in and answers the status, and the login password as the login's own transaction leaves it. */
async function logInWith(login: LoginPassword, password: string): Promise<{ status: number; saved: LoginPassword }> {
  const items = itemsWith(login);
  table.on(BatchGetCommand).callsFake(({ RequestItems }) => {
    const [{ Keys: asked }] = Object.values(RequestItems) as [{ Keys: Key[] }];
    return { Responses: { TABLE_NAME: items.filter(({ PK, SK }) => asked.some((one) => one.PK === PK && one.SK === SK)) } };
  });

  const event = {
    ...{ body: JSON.stringify({ loginId: userId, password, client: 'web' }), isBase64Encoded: false, headers: {} },
    ...{ multiValueQueryStringParameters: null, pathParameters: null },
    requestContext: { requestId: 'request', identity: { sourceIp: '192.0.2.1', userAgent: 'test' } },
  };
  const { statusCode } = (await (handler as unknown as Handler)(event as unknown as APIGatewayProxyEvent, CONTEXT)) ?? {};

  const [transaction, ...more] = table.commandCalls(TransactWriteCommand);
  expect(more).toEqual([]);
  const puts = (transaction?.args[0].input.TransactItems ?? []).flatMap(({ Put }) => (Put?.Item ? [Put.Item] : []));

  return { status: statusCode, saved: puts.find(({ PK }) => PK.startsWith('CREDENTIALS#'))?.['login'] };
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;
const CONTEXT = { getRemainingTimeInMillis: () => 10_000 } as Context;

const hashOf = (login: LoginPassword) => (login.kind === 'chosen' ? login.hash : '');

describe('a hash made with weaker parameters than the present ones', () => {
  it('C-12 is replaced at the next right login, in its transaction', async () => {
    const { status, saved } = await logInWith({ kind: 'chosen', hash: weakHash(), ...NO_TRIES }, PASSWORD);

    expect(status).toBe(201);
    expect(needsRehash(hashOf(saved))).toBe(false);
    expect(await verifyPassword(PASSWORD, hashOf(saved))).toBe(true);
    expect(saved).toEqual({ kind: 'chosen', hash: expect.any(String), ...NO_TRIES });
  });

  it('C-12 stays at a wrong one, which counts', async () => {
    const hash = weakHash();
    const { status, saved } = await logInWith({ kind: 'chosen', hash, ...NO_TRIES }, 'Wrong-99x');

    expect(status).toBe(401);
    expect(saved).toMatchObject({ hash, failures: 1 });
  });
});

it('C-12 a hash of the present parameters stays as it is', async () => {
  const hash = await hashPassword(PASSWORD);
  const { status, saved } = await logInWith({ kind: 'chosen', hash, ...NO_TRIES }, PASSWORD);

  expect(status).toBe(201);
  expect(hashOf(saved)).toBe(hash);
});
