import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import { type EmailFailure, newUser, type User } from '../../domain/users/user.ts';
import { commit } from '../../functions/adapters/dynamodb/commit.ts';
import { readItem } from '../../functions/adapters/dynamodb/read.ts';
import { saveSubscription } from '../../functions/adapters/dynamodb/subscriptions.ts';
import { addUser, userRef } from '../../functions/adapters/dynamodb/users.ts';
import { markAddress, noteFeedback } from '../../functions/listeners/mark-address.ts';
import { logger } from '../../functions/runtime/logger.ts';
import { allow, assemblyOf, role, TABLE_ARN, table } from '../local/aws/hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from '../local/aws/local-aws.ts';

const email = 'hanako@example.co.jp';
const [masterUserId, userId, deletedUserId] = ['3354648652', '1453935789', '9021547836'];

let local: LocalAws;
let tenants = 0;

beforeAll(async () => {
  local = await startLocalAws(assemblyOf(table(), role('marker', allow('dynamodb:*', TABLE_ARN))));
  const { endpoint, region, credentials } = local.as('marker');

  vi.stubEnv('TABLE_NAME', 'things');
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', credentials.sessionToken);
});

afterEach(() => vi.restoreAllMocks());

afterAll(async () => {
  vi.unstubAllEnvs();
  await local.stop();
  removeDataDir(local.dataDir);
});

/** A tenant with a master, a user, and one who was deleted and waits for the purge. */
async function tenant() {
  const tenantId = `aoba-${++tenants}`;
  const added = { tenantId, subscriptionId: 'sJ5kP0qR8tVw' };
  const roster: Roster = {
    status: 'active',
    subscriptionId: added.subscriptionId,
    masterUserId,
    groups: { g7Hq2LmZ0aXc: { nameDigest: 'digest', members: [userId] } },
    certificates: { status: 'not-subscribed' },
    loginMethod: 'user-id',
    version: 1,
  };
  const person = (id: string, role: User['role']) => newUser({ userId: id, role, name: '青葉 花子', email });

  await commit([
    saveSubscription(tenantId, roster),
    addUser({ tenantId }, person(masterUserId, 'master')),
    addUser(added, person(userId, 'user')),
    addUser(added, person(deletedUserId, 'user')),
  ]);

  return {
    mark: (id: string, failure: EmailFailure, address = email) => markAddress({ tenantId, userId: id }, address, failure),
    read: (id: string) => readItem(userRef(id === masterUserId ? { tenantId } : added, id)),
  };
}

describe('U-1 a mark on the mail address of a user', () => {
  it.each([masterUserId, userId])('is noted of master and added users (%s), and is no edit: the version stays', async (id) => {
    const { mark, read } = await tenant();

    expect(await mark(id, 'bounced')).toBe(true);

    expect(await read(id)).toMatchObject({ emailFailure: 'bounced', version: 1, epoch: 1 });
  });

  it.each<readonly EmailFailure[]>([
    ['bounced', 'complained'],
    ['complained', 'bounced'],
    ['complained', 'bounced', 'complained', 'bounced'],
  ])('says `complained` of whoever did, in whatever order and however often it is told', async (...failures) => {
    const { mark, read } = await tenant();

    for (const failure of failures) await mark(userId, failure);

    expect(await read(userId)).toMatchObject({ emailFailure: 'complained' });
  });

  it('is not set for a mail that went to another address than the user has now', async () => {
    const { mark, read } = await tenant();

    expect(await mark(userId, 'bounced', 'earlier@example.co.jp')).toBe(false);

    expect(await read(userId)).not.toHaveProperty('emailFailure');
  });

  it('is set on nobody the roster does not name, and makes nobody anew (S-10, U-8)', async () => {
    const { mark, read } = await tenant();

    expect(await mark(deletedUserId, 'bounced')).toBe(false);
    expect(await mark('4408812365', 'complained')).toBe(false);
    expect(await markAddress({ tenantId: 'nobody', userId }, email, 'bounced')).toBe(false);

    expect(await read(deletedUserId)).not.toHaveProperty('emailFailure');
    expect(await read('4408812365')).toBeUndefined();
  });
});

describe('what SES tells of a mail', () => {
  const mail = { destination: [email], tags: { 'ses:configuration-set': ['mail'], tenantId: ['aoba'], userId: [userId] } };
  const bounce = (bounceType: string) => ({ eventType: 'Bounce', bounce: { bounceType, bounceSubType: 'General' }, mail });
  const complaint = { eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' }, mail };

  async function noted(detail: unknown, marked = true) {
    const marks: unknown[] = [];
    const counts: string[] = [];
    const logs = (['info', 'warn'] as const).map((level) => vi.spyOn(logger, level));

    await noteFeedback(detail, {
      markAddress: async (...mark) => {
        marks.push(mark);
        return marked;
      },
      count: (...names) => void counts.push(...names),
    });

    return { marks, counts, logged: JSON.stringify(logs.flatMap(({ mock }) => mock.calls)) };
  }

  const owner = { tenantId: 'aoba', userId };

  it.each([
    [bounce('Permanent'), 'bounced', 'MailsBounced', 'MAIL_BOUNCED'],
    [complaint, 'complained', 'MailsComplained', 'MAIL_COMPLAINED'],
  ])('U-1 marks the address it went to, counts and logs it (%j)', async (detail, failure, counted, code) => {
    const { marks, counts, logged } = await noted(detail);

    expect(marks).toEqual([[owner, email, failure]]);
    expect(counts).toEqual([counted]);
    expect(logged).toContain(code);
    expect(logged).not.toContain('MAIL_ADDRESS_NOT_MARKED');
  });

  it.each(['Transient', 'Undetermined'])('U-1 marks nothing for a bounce that is %s: the next mail may arrive', async (type) => {
    const { marks, counts, logged } = await noted(bounce(type));

    expect({ marks, counts }).toEqual({ marks: [], counts: [] });
    expect(logged).toContain('MAIL_BOUNCED');
  });

  it('U-1 marks nothing for whoever says that it was no spam', async () => {
    const { marks, counts } = await noted({ ...complaint, complaint: { complaintFeedbackType: 'not-spam' } });

    expect({ marks, counts }).toEqual({ marks: [], counts: [] });
  });

  it('C-12 logs whom it did not mark by IDs, and never the address', async () => {
    for (const detail of [bounce('Permanent'), complaint]) {
      const { logged } = await noted(detail, false);

      expect(logged).toContain('MAIL_ADDRESS_NOT_MARKED');
      expect(logged).not.toContain(email);
    }
  });

  it('R-4 C-12 fails for what it does not understand, so that it is kept, without quoting the address', async () => {
    await expect(noted({ eventType: 'Delivery', mail })).rejects.toThrow();
    await expect(noted({ ...complaint, mail: { ...mail, tags: {} } })).rejects.not.toThrow(email);
  });
});
