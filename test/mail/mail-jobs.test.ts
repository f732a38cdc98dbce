import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  mailItem,
  mailRequests,
  postponeMails,
  removeMailJob,
  settleMails,
  unsentMails,
} from '../../functions/adapters/dynamodb/mail-jobs.ts';
import { outboxItem } from '../../functions/adapters/dynamodb/outbox.ts';
import { mailJob } from '../../functions/mail/mail-job.ts';

const database = mockClient(DynamoDBDocumentClient);

const origin = { mailId: '01jdp3y8a2b4c6d8e0f1g3h5j7', tenantId: 'aoba', requestedAt: '2026-12-01T01:20:00.000Z' };

const token = mailJob('mail-token', {
  to: 'hanako@example.co.jp',
  userId: '1453935789',
  language: 'ja',
  data: { name: '青葉 花子', operation: 'createGroup', requestedAt: origin.requestedAt, validMinutes: '10' },
  derivedFrom: { causeId: 'cause', userId: '1453935789' },
  sendBefore: '2026-12-01T01:30:00.000Z',
});

const locked = mailJob('login-locked', {
  to: 'hanako@example.co.jp',
  userId: '1453935789',
  language: 'en',
  data: { name: 'Hanako', userId: '1453935789', lockedAt: origin.requestedAt },
  sendBefore: '2026-12-02T01:20:00.000Z',
});

beforeEach(() => vi.stubEnv('TABLE_NAME', 'table'));

afterEach(() => {
  database.reset();
  vi.unstubAllEnvs();
});

it('C-12 a job names the secrets its template needs and what they are derived from, and holds none', () => {
  expect(token.secrets).toEqual([{ name: 'mailToken', purpose: 'mail-token', causeId: 'cause', userId: '1453935789' }]);
  expect(locked.secrets).toEqual([]);
});

it('one item holds all mails of a transaction and expires a day after the last could be sent', () => {
  const item = mailItem(origin, [token, locked]);

  expect(item).toMatchObject({ PK: `MAIL#${origin.mailId}`, mails: { '0': token, '1': locked } });
  expect(item.expiresAt).toBe(Date.parse('2026-12-03T01:20:00.000Z') / 1_000);
});

it('R-4 asking for a mail again makes the very event the outbox made', () => {
  const { events } = outboxItem({
    outboxId: origin.mailId,
    tenantId: 'aoba',
    occurredAt: origin.requestedAt,
    events: [],
    mails: 2,
  });

  expect(mailRequests(origin, [0, 1])).toEqual(events);
});

it('R-4 knows from a stored item the mails that are left of it', () => {
  const { '1': left } = mailItem(origin, [token, locked]).mails;

  expect(unsentMails({ ...mailItem(origin, [token, locked]), mails: { '1': left } })).toEqual({ origin, positions: [1] });
});

it.each([
  ['without its origin', { ...mailItem(origin, [locked]), requestedAt: undefined }],
  ['without mails', { ...mailItem(origin, [locked]), mails: undefined }],
  ['with a mail at no position', { ...mailItem(origin, [locked]), mails: { first: locked } }],
])('refuses a stored item %s', (_, stored) => {
  expect(() => unsentMails(stored)).toThrow();
});

it('R-4 mails asked for again wait as long again as they have waited, if any are left', async () => {
  database.on(UpdateCommand).resolves({});

  await postponeMails(origin, new Date('2026-12-01T02:00:00.000Z'));

  expect(database.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
    Key: { PK: `MAIL#${origin.mailId}`, SK: 'MAIL' },
    ConditionExpression: 'attribute_exists(#shard)',
    UpdateExpression: 'SET #retryAt = :retryAt',
    ExpressionAttributeValues: { ':retryAt': '2026-12-01T02:40:00.000Z' },
  });
});

it('the item goes with its last job', async () => {
  database
    .on(UpdateCommand)
    .resolvesOnce({ Attributes: { mails: { '1': locked } } })
    .resolvesOnce({ Attributes: { mails: {} } });

  await removeMailJob(origin.mailId, 0);
  expect(database.commandCalls(DeleteCommand)).toHaveLength(0);

  await removeMailJob(origin.mailId, 1);
  expect(database.commandCalls(DeleteCommand)).toHaveLength(1);
});

it('R-4 a job is removed although a transaction still holds its item', async () => {
  const held = new TransactionConflictException({ message: 'held', $metadata: {} });
  database
    .on(UpdateCommand)
    .rejectsOnce(held)
    .resolves({ Attributes: { mails: {} } });
  database.on(DeleteCommand).rejectsOnce(held).resolves({});

  await removeMailJob(origin.mailId, 0);

  expect(database.commandCalls(UpdateCommand)).toHaveLength(2);
  expect(database.commandCalls(DeleteCommand)).toHaveLength(2);
});

it('R-4 an item without mails leaves the index, if it is still in it', async () => {
  database.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));

  await settleMails(origin);

  expect(database.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
    Key: { PK: `MAIL#${origin.mailId}`, SK: 'MAIL' },
    ConditionExpression: 'attribute_exists(#shard)',
    UpdateExpression: 'REMOVE #shard, #retryAt',
  });
});

it('R-4 removing a job of an item that is gone changes nothing', async () => {
  database.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));

  await expect(removeMailJob(origin.mailId, 0)).resolves.toBeUndefined();
  expect(database.commandCalls(UpdateCommand)[0]?.args[0].input.ConditionExpression).toBe('attribute_exists(PK)');
});
