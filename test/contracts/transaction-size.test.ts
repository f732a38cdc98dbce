import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { invitedCredentials } from '../../domain/credentials/credentials.ts';
import { NO_MAIL_TOKENS } from '../../domain/credentials/mail-token.ts';
import { NO_TRIES } from '../../domain/credentials/tries.ts';
import { NO_PERMISSIONS } from '../../domain/permissions/permissions.ts';
import { newUser } from '../../domain/users/user.ts';
import { type Key, key } from '../../functions/adapters/dynamodb/keys.ts';
import type { Contract } from '../../functions/contracts/contract.ts';
import { contracts } from '../../functions/contracts/index.ts';
import { handler as deleteGroups } from '../../functions/groups/delete-groups.ts';
import { hashPassword } from '../../functions/runtime/passwords.ts';
import { formatToken, newSecret, secretDigest } from '../../functions/runtime/session-token.ts';
import { handler as changeLoginMethod } from '../../functions/subscription/change-login-method.ts';
import { handler as registerTenant } from '../../functions/tenants/register-tenant.ts';
import { handler as createUsers } from '../../functions/users/create-users.ts';
import { handler as deleteUsers } from '../../functions/users/delete-users.ts';
import { handler as resendInvitations } from '../../functions/users/resend-invitations.ts';
import { handler as resetAuthenticators } from '../../functions/users/reset-authenticators.ts';
import { handler as resetLoginPasswords } from '../../functions/users/reset-login-passwords.ts';
import { handler as resetTransactionPasswords } from '../../functions/users/reset-transaction-passwords.ts';
import { handler as updateUsers } from '../../functions/users/update-users.ts';

/** DynamoDB takes 100 items in one transaction; ten are left for what is added later. */
const MOST = 90;

const [tenantId, subscriptionId, groupId, userId] = ['aoba', 'Uq3fZ8Lw0b', 'g7Hq2LmZ0aXc', '1453935789'];
const scope = { tenantId, subscriptionId };
const secret = newSecret();
const later = new Date(Date.now() + 3_600_000).toISOString();

const accounts = Array.from({ length: 100 }, (_, index) => ({
  branchCode: '101',
  branchName: '本店営業部',
  accountNumber: String(1_000_000 + index),
  name: `口座${index}`,
  representative: index === 0,
}));
const tenant = { tenantId, name: 'アオバ商事', language: 'ja', representative: { userId: '3354648652' }, accounts, version: 1 };

/** With the administrator 80 of 100 seats, so that twenty more can be added. */
const colleagues = Array.from({ length: 79 }, (_, n) => String(2_000_000_000 + n));
const otherGroups = Array.from({ length: 99 }, (_, n) => `group${n}`);
const group = {
  name: '管理',
  permissions: { ...NO_PERMISSIONS, userAdministration: true, securitySettings: true },
  version: 1,
};
const serviceId = 'Sv4kR7nP1c';
const certificateOrder = { acquisitionPassword: 'Kumo2468' };

/** What the session check and the operation find: a user administrator, whose group every write checks as well. */
const items: readonly (Key & Record<string, unknown>)[] = [
  ...colleagues.flatMap((colleague) => [
    {
      ...key.user(scope, colleague),
      ...newUser({ userId: colleague, role: 'user', name: '同僚', email: 'before@example.co.jp' }),
    },
    {
      ...key.credentials(scope, colleague),
      ...invitedCredentials(colleague, 'cause', new Date(Date.now() - 3_600_000)),
      transaction: { kind: 'chosen', hash: 'hash', ...NO_TRIES },
      authenticator: { secret: 'ciphertext', lastStep: 1, ...NO_TRIES },
    },
  ]),
  ...otherGroups.map((otherGroup) => ({
    ...key.group(tenantId, subscriptionId, otherGroup),
    ...group,
    groupId: otherGroup,
  })),
  { ...key.tenant(tenantId), ...tenant },
  {
    ...key.session(scope, userId, secretDigest(secret)),
    ...{ client: 'web', epoch: 1, idleUntil: later, absoluteUntil: later },
  },
  {
    ...key.user(scope, userId),
    ...newUser({ userId, role: 'user', name: '青葉 花子', email: 'hanako@example.co.jp' }),
    pendingSetUp: 'none',
  },
  {
    ...key.subscription(tenantId),
    ...{ status: 'active', subscriptionId, masterUserId: '3354648652', version: 7 },
    ...{ certificates: { status: 'active', serviceId }, loginMethod: 'user-id' },
    groups: {
      [groupId]: { nameDigest: 'digest', members: [userId] },
      ...Object.fromEntries(otherGroups.map((id, n) => [id, { nameDigest: id, members: n === 0 ? colleagues : [] }])),
    },
  },
  {
    ...key.group(tenantId, subscriptionId, groupId),
    ...group,
    groupId,
  },
  {
    ...key.certificate(tenantId, userId, 'thumbprint'),
    ...{ thumbprint: 'thumbprint', userId, subscriptionId, serviceId, notAfter: later, version: 1 },
  },
];

const TRANSACTION_PASSWORD = 'Kazo-13x7';
const transaction = { kind: 'chosen', hash: await hashPassword(TRANSACTION_PASSWORD), ...NO_TRIES };

/** The administrator's credentials, with a mail token for an operation. */
function ownCredentials(operation: string): Key & Record<string, unknown> {
  const binding = { sessionId: secretDigest(secret), operation };
  const current = { ...binding, causeId: 'cause', expiresAt: later, triesLeft: 5 };

  return {
    ...key.credentials(scope, userId),
    ...invitedCredentials(userId, 'cause', new Date()),
    ...{ transaction, mailTokens: { ...NO_MAIL_TOKENS, current } },
  };
}

type Request = Partial<Pick<APIGatewayProxyEvent, 'body' | 'headers' | 'pathParameters'>> & { userArn?: string };
type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/**
 * The largest request of each operation that takes a list; the transactions of all others are of one small size. Each
 * keeps its reply under an Idempotency-Key.
 */
const LARGEST: Readonly<Record<string, { handler: Handler; request: Request }>> = {
  updateUsers: administers(updateUsers, {
    users: colleagues.slice(0, 20).map((colleague, n) => ({
      ...{ userId: colleague, version: 1, email: 'after@example.co.jp', groupId: `group${n + 1}` },
      certificateOrder,
    })),
  }),
  changeLoginMethod: administers(changeLoginMethod, {
    loginMethod: 'certificate',
    acknowledgedUserIds: ['3354648652', ...colleagues],
    confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' },
  }),
  resetAuthenticators: administers(resetAuthenticators, {
    userIds: colleagues.slice(0, 20),
    confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' },
  }),
  resetLoginPasswords: administers(resetLoginPasswords, {
    userIds: colleagues.slice(0, 20),
    confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' },
  }),
  resetTransactionPasswords: administers(resetTransactionPasswords, {
    userIds: colleagues.slice(0, 20),
    confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' },
  }),
  resendInvitations: administers(resendInvitations, { userIds: colleagues.slice(0, 20) }),
  deleteUsers: administers(deleteUsers, { userIds: colleagues }),
  deleteGroups: administers(deleteGroups, { groupIds: otherGroups }),
  createUsers: administers(createUsers, {
    users: Array.from({ length: 20 }, (_, n) => ({
      ...{ name: `ユーザー${n}`, email: `user${n}@example.co.jp`, groupId },
      certificateOrder,
    })),
  }),
  registerTenant: {
    handler: registerTenant as unknown as Handler,
    request: {
      pathParameters: { tenantId: 'midori' },
      userArn: 'arn:aws:sts::000000000000:assumed-role/core-banking/session',
      body: JSON.stringify({
        name: 'ミドリ工業',
        representative: { name: '緑 太郎', email: 'taro@example.co.jp', birthDate: '1975-04-01' },
        accounts,
      }),
    },
  },
};

function administers(handler: unknown, body: object): { handler: Handler; request: Request } {
  const headers = { authorization: `Bearer ${formatToken({ ...scope, userId, groupId, secret })}` };

  return { handler: handler as Handler, request: { headers, body: JSON.stringify(body) } };
}

const context = { getRemainingTimeInMillis: () => 10_000 } as Context;

const table = mockClient(DynamoDBDocumentClient);
const keys = mockClient(KMSClient);

beforeEach(() => {
  vi.stubEnv('TABLE_NAME', 'table');
  vi.stubEnv('SETTINGS', '{}');
  vi.stubEnv('AWS_REGION', 'ap-northeast-1');
  vi.stubEnv('FINGERPRINT_KEY_ID', 'fingerprints');
  vi.stubEnv('MAIL_TOKEN_KEY_ID', 'mail-tokens');

  keys.on(GenerateMacCommand).resolves({ Mac: new Uint8Array(32) });
  table.on(PutCommand).resolves({});
  table.on(TransactWriteCommand).resolves({});
});

/** Lets the table answer what the session check and the operation ask for. */
function hold(operation: string): void {
  const held = [...items, ownCredentials(operation)];

  table.on(GetCommand).callsFake(({ Key }) => ({ Item: held.find(({ PK, SK }) => PK === Key.PK && SK === Key.SK) }));
  table.on(QueryCommand).callsFake(({ ExpressionAttributeValues }) => ({
    Items: held.filter(({ PK }) => PK === ExpressionAttributeValues[':partition']),
  }));
  table.on(BatchGetCommand).callsFake(({ RequestItems }) => {
    const asked: Key[] = RequestItems['table'].Keys;
    return { Responses: { table: held.filter(({ PK, SK }) => asked.some((one) => one.PK === PK && one.SK === SK)) } };
  });
}

afterEach(() => {
  table.reset();
  keys.reset();
  vi.unstubAllEnvs();
});

/** Runs a request through the whole request path and answers the keys its transaction touches. */
async function touched(operation: string): Promise<string[]> {
  const largest = LARGEST[operation];
  if (largest === undefined) throw new Error(`${operation} is not measured`);

  hold(operation);
  const { handler, request } = largest;
  const { userArn = null, headers, ...rest } = request;
  const event = {
    ...{ body: null, isBase64Encoded: false, multiValueQueryStringParameters: null, pathParameters: null },
    ...rest,
    headers: { ...headers, 'idempotency-key': 'largest' },
    requestContext: { requestId: 'request', identity: { sourceIp: '127.0.0.1', userArn } },
  };

  const { statusCode, body } = await handler(event as unknown as APIGatewayProxyEvent, context);
  expect([200, 201, 202], body).toContain(statusCode);

  const [transaction, ...more] = table.commandCalls(TransactWriteCommand);
  expect(more).toEqual([]);

  return (transaction?.args[0].input.TransactItems ?? []).map(({ Put, Update, Delete, ConditionCheck }) => {
    const { PK, SK } = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key ?? {};
    return `${PK} ${SK}`;
  });
}

const takesList = ({ body }: Contract) =>
  body !== undefined && JSON.stringify(z.toJSONSchema(body, { io: 'input' })).includes('"maxItems"');

it('every operation that takes a list is measured here', () => {
  const listed = Object.values(contracts)
    .filter(takesList)
    .map(({ id }) => id);

  expect(Object.keys(LARGEST).toSorted()).toEqual(listed.toSorted());
});

it.each(Object.keys(LARGEST))(
  'the largest transaction of %s stays at 90 items or below, each touched once',
  async (operation) => {
    const transaction = await touched(operation);

    expect(transaction.length).toBeGreaterThan(1);
    expect(transaction.length).toBeLessThanOrEqual(MOST);
    expect(new Set(transaction).size).toBe(transaction.length);
  },
);

it('U-2 X-1 H-2 R-3 R-4 adding twenty users with certificate orders saves all there is to save in one transaction', async () => {
  const transaction = await touched('createUsers');
  const count = (prefix: string) => transaction.filter((touchedKey) => touchedKey.startsWith(prefix)).length;

  // Each prefix with how many items of it: the actor's own user is checked beside the twenty that are made.
  const expected = {
    USER: 21,
    CREDENTIALS: 20,
    LOGIN_ID: 20,
    CERTIFICATE_ORDER: 20,
    SUBSCRIPTION: 1,
    GROUP: 1,
    OPERATION_HISTORY: 1,
    OUTBOX: 1,
    MAIL: 1,
    IDEMPOTENCY: 1,
  };

  expect(Object.fromEntries(Object.keys(expected).map((prefix) => [prefix, count(`${prefix}#`)]))).toEqual(expected);
  expect(transaction).toHaveLength(87);
});

it('U-5 X-1 inviting twenty users again, in twenty other groups and with certificate orders, fits one transaction', async () => {
  const transaction = await touched('updateUsers');
  const count = (prefix: string) => transaction.filter((touchedKey) => touchedKey.startsWith(prefix)).length;

  // The actor and the actor's group are checked beside those that change.
  const expected = {
    USER: 21,
    CREDENTIALS: 20,
    CERTIFICATE_ORDER: 20,
    GROUP: 21,
    SUBSCRIPTION: 1,
    OPERATION_HISTORY: 1,
    OUTBOX: 1,
    MAIL: 1,
    IDEMPOTENCY: 1,
  };

  expect(Object.fromEntries(Object.keys(expected).map((prefix) => [prefix, count(`${prefix}#`)]))).toEqual(expected);
  expect(transaction).toHaveLength(87);
});

it.each(['deleteUsers', 'deleteGroups'])('U-8 G-5 %s takes a handful of items, however many go', async (operation) => {
  const transaction = await touched(operation);

  // Roster, actor, the actor's group, history, outbox, kept reply.
  expect(transaction.map((touchedKey) => touchedKey.split('#')[0]).toSorted()).toEqual(
    ['GROUP', 'IDEMPOTENCY', 'OPERATION_HISTORY', 'OUTBOX', 'SUBSCRIPTION', 'USER'].toSorted(),
  );
});

it('C-14 removing twenty authenticators takes two items for each user, and one for the confirmation', async () => {
  const transaction = await touched('resetAuthenticators');
  const count = (prefix: string) => transaction.filter((touchedKey) => touchedKey.startsWith(`${prefix}#`)).length;

  expect([count('USER'), count('CREDENTIALS')]).toEqual([21, 21]);
  expect(transaction).toHaveLength(48);
});
