import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud.ts';
import { callAsOperator } from '../../../local/operator.ts';
import { LOGIN_PASSWORD, registration, TRANSACTION_PASSWORD } from '../../support/people.ts';
import { assemblyWithout, type Grant } from './without-grant.ts';

// A story over one data folder, in two local runs of its own: the grants of the roles differ.

const TENANT_ID = 'one-grant-less';
const EMAIL = 'hanako@one-grant-less.example.co.jp';

const dataDir = mkdtempSync(join(tmpdir(), 'business-id-'));
const folders = [dataDir];
let cloud: LocalCloud;

type Reply = { readonly status: number; readonly body: Record<string, unknown> };

async function startWithout(...grants: Grant[]): Promise<void> {
  const assemblyDir = assemblyWithout(grants);
  folders.push(assemblyDir);
  cloud = await startCloud({ port: 0, dataDir, assemblyDir });
}

async function call(
  method: 'GET' | 'POST',
  path: string,
  { token, body, key }: { token?: string; body?: unknown; key?: string },
) {
  const response = await fetch(`${cloud.url}/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

  return replyOf(response);
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();

  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Reply['body'] };
}

async function kept<T>(path: string): Promise<T> {
  return (await (await fetch(`${cloud.url}/_local${path}`)).json()) as T;
}

/** The newest value of a line in the mails of the story. */
async function mailed(label: string): Promise<string | undefined> {
  await cloud.idle();
  const { messages } = await kept<{ messages: { text: string }[] }>('/mailbox');

  return messages.flatMap(({ text }) => new RegExp(`^${label}: (.+)$`, 'm').exec(text)?.[1] ?? [])[0];
}

/** The lines of a function's log that tell of a refusal by IAM; the file is written a moment after the answer. */
function deniedIn(functionName: string): string[] {
  const log = readFileSync(join(cloud.logDir, `${functionName}.log`), 'utf8');

  return log.split('\n').filter((line) => line.includes('AccessDenied'));
}

async function signIn(password: string): Promise<string> {
  const userId = (await mailed('User ID')) ?? '';
  const { status, body } = await call('POST', '/sessions', { body: { loginId: userId, password, client: 'web' } });
  expect(status).toBe(201);

  return String(body['token']);
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('without events:PutEvents of the publisher', () => {
  let registered: Reply;

  beforeAll(async () => {
    await startWithout({ stack: 'business-id-events', policy: 'OutboxPublisherPublishRole', action: 'events:PutEvents' });
    const url = `${cloud.url}/v1/operator/tenants/${TENANT_ID}`;
    registered = await replyOf(
      await callAsOperator({ method: 'PUT', url, region: cloud.assembly.region, body: registration(EMAIL) }),
    );
    await cloud.idle();
  });
  afterAll(() => cloud.close());

  it('an operation works, and its events and its mail wait', async () => {
    expect(registered).toMatchObject({ status: 201 });
    expect(await kept('/events')).toEqual({ events: [] });
    expect(await kept('/mailbox')).toEqual({ messages: [] });
    await expect.poll(() => deniedIn('business-id-publish-outbox')).not.toEqual([]);
  });
});

describe('without a grant of createGroup and one of sendMailToken', () => {
  let token: string;

  beforeAll(async () => {
    await startWithout(
      { stack: 'business-id-groups', policy: 'createGroupRole', action: 'dynamodb:PutItem', leadingKey: 'GROUP#*' },
      { stack: 'business-id-credentials', policy: 'sendMailTokenRole', action: 'kms:GenerateMac' },
    );
    await cloud.clock.advance(10 * 60_000);

    const passwords = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };
    const first = await signIn((await mailed('Temporary login password')) ?? '');
    expect((await call('POST', '/me/initial-setup', { token: first, body: passwords, key: 'set-up' })).status).toBe(204);

    token = await signIn(LOGIN_PASSWORD);
    const terms = ((await call('GET', '/subscription', { token })).body['terms'] as { version: string }).version;
    const applied = await call('POST', '/subscription', {
      token,
      body: { acceptedTerms: terms, certificates: false },
      key: 'apply',
    });
    expect(applied.status).toBe(201);
  });
  afterAll(() => cloud.close());

  it('R-4 what waited while the publisher had no grant arrives, since it has it again', async () => {
    const { events } = await kept<{ events: { type: string; tenantId: string }[] }>('/events');

    expect(events.map(({ type }) => type)).toContain('tenant-registered');
    expect(await mailed('Temporary login password')).toBeTruthy();
  });

  it('kms:GenerateMac: sendMailToken fails where it needs it, and mails nothing', async () => {
    const refused = await call('POST', '/me/mail-tokens', { token, body: { operation: 'createGroup' }, key: 'token' });

    expect(refused).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(await mailed('Mail token')).toBeUndefined();
    await expect.poll(() => deniedIn('business-id-send-mail-token')).toHaveLength(1);
  });

  it('dynamodb:PutItem of GROUP#*: createGroup fails and changes nothing, the mail token included', async () => {
    expect((await call('POST', '/me/mail-tokens', { token, body: { operation: 'createGroup' } })).status).toBe(202);
    const confirmation = { transactionPassword: TRANSACTION_PASSWORD, mailToken: await mailed('Mail token') };
    const body = { name: '照会', permissions: {}, confirmation };

    for (const key of ['group', 'group', 'another']) {
      expect(await call('POST', '/groups', { token, body, key })).toMatchObject({
        status: 500,
        body: { code: 'internal-error' },
      });
    }

    await expect.poll(() => deniedIn('business-id-create-group')).toHaveLength(3);
    expect(await call('GET', '/groups', { token })).toMatchObject({ status: 200, body: { groups: [] } });
    const { events } = await kept<{ events: { type: string }[] }>('/events');
    expect(events.map(({ type }) => type)).not.toContain('group-created');
  });

  it('the others hold what they need', async () => {
    const { users } = (await call('GET', '/users', { token })).body as { users: unknown[] };

    expect(users).toHaveLength(1);
    for (const name of ['log-in', 'set-up-initially', 'subscribe', 'list-groups', 'list-users', 'send-mail']) {
      expect(deniedIn(`business-id-${name}`), name).toEqual([]);
    }
  });
});
