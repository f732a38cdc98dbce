import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { advanceClock, call, local } from '../../support/api.ts';
import { mailTo } from '../../support/mailbox.ts';
import { createGroup, type Person, registeredTenant, setUp, subscribe } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';
import { itemsNaming, recordedOperations } from '../../support/stored.ts';

type User = { userId: string; name: string; email: string; emailStatus: string; version: number };

// SES's mailbox simulator: https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
const simulator = (scenario: string) => `${scenario}+${randomUUID().slice(0, 13)}@simulator.amazonses.com`;

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  const tenant = await registeredTenant();
  tenantId = tenant.tenantId;
  master = await setUp(tenant.email);
  await subscribe(master);
  groupId = await createGroup(master, '全員');
});

afterEach(() => local('DELETE', '/faults'));

async function added(email: string): Promise<User> {
  const { body } = await call<{ users: User[] }>('POST', '/users/batch-create', {
    token: master.token,
    body: { users: [{ name: '若葉 次郎', email, groupId }] },
  });
  const [user] = body.users;
  if (user === undefined) throw new Error(`createUsers answered ${JSON.stringify(body)}`);

  return user;
}

/** The user as getUser and listUsers show it alike, once every mail so far has come to its end. */
async function shown(userId: string, { token }: Person = master): Promise<User> {
  await settled();
  const { body } = await call<User>('GET', `/users/${userId}`, { token });
  const list = await call<{ users: User[] }>('GET', '/users', { token });
  expect(list.body.users.find((user) => user.userId === userId)).toEqual(body);

  return body;
}

const edit = ({ userId, version }: User, changes: object) =>
  call<{ users: User[] }>('POST', '/users/batch-update', {
    token: master.token,
    body: { users: [{ userId, version, ...changes }] },
  });

describe('the mail address of a user', () => {
  it.each([
    ['success', 'ok'],
    ['bounce', 'bounced'],
    ['suppressionlist', 'bounced'],
    ['complaint', 'complained'],
  ])('U-1 U-4 shows what came of the invitation: %s is %s', async (scenario, emailStatus) => {
    const user = await added(simulator(scenario));
    expect(user.emailStatus).toBe('ok');

    expect(await shown(user.userId)).toEqual({ ...user, emailStatus });
  });

  it('U-1 shows of the master what came of the mails to the representative', async () => {
    const email = simulator('bounce');
    await registeredTenant({ representative: { name: '青葉 太郎', email, birthDate: '1975-04-01' } });
    const representative = await setUp(email);
    await subscribe(representative);

    expect(await shown(representative.userId, representative)).toMatchObject({ role: 'master', emailStatus: 'bounced' });
  });

  it('U-5 a mark makes no edit stale, and an edit of anything else leaves it there', async () => {
    const user = await added(simulator('bounce'));
    await settled();

    const { status, body } = await edit(user, { name: '若葉 三郎' });

    expect(status).toBe(200);
    expect(body.users).toMatchObject([{ name: '若葉 三郎', emailStatus: 'bounced', version: 2 }]);
    expect(await shown(user.userId)).toEqual(body.users[0]);
  });

  it('U-5 U-11 a new address starts all right, and what then comes back from the old one says nothing of it', async () => {
    const user = await added(simulator('complaint'));
    await settled();

    // The old address is told of the change (U-11), and complains again.
    const { body } = await edit(user, { email: simulator('success') });

    expect(body.users).toMatchObject([{ emailStatus: 'ok', version: 2 }]);
    expect(await shown(user.userId)).toMatchObject({ emailStatus: 'ok', version: 2 });
  });

  it('R-4 is marked once however often the bus tells it; nobody has acted, so that there is no event and no record of it', async () => {
    await settled();
    const records = recordedOperations(tenantId).length;
    const { events } = await local<{ events: unknown[] }>('GET', '/events');
    await local('POST', '/faults', { delivery: 'event', fault: 'duplicate', count: 1, operation: 'markAddress' });

    const user = await added(simulator('bounce'));

    expect(await shown(user.userId)).toEqual({ ...user, emailStatus: 'bounced' });
    expect(await local('GET', '/faults')).toEqual({ faults: [] });
    expect(recordedOperations(tenantId)).toHaveLength(records + 1);
    // The user was added, and a mail was asked for.
    expect((await local<{ events: unknown[] }>('GET', '/events')).events).toHaveLength(events.length + 2);
  });

  it('S-10 U-8 is marked on nobody who was deleted before the mail came back', async () => {
    await local('POST', '/faults', { service: 'ses', action: 'SendEmail', fault: 'throttle', count: 4, operation: 'sendMail' });
    const { userId, email } = await added(simulator('bounce'));
    await settled();
    expect(await mailTo(email)).toEqual([]);
    await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [userId] } });

    await advanceClock('PT6M');

    expect(await mailTo(email)).toHaveLength(1);
    expect(itemsNaming(userId).filter((item) => 'emailFailure' in item)).toEqual([]);
    expect(itemsNaming(userId).map(({ PK }) => PK.split('#')[0])).not.toContain('USER');
  });
});
