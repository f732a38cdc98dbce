import { beforeAll, describe, expect, it } from 'vitest';
import { call, sourceAddress } from '../../support/api.ts';
import { loginsPage } from '../../support/history.ts';
import {
  addedPeople,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';

let master: Person;
let person: Person;

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  const groupId = await createGroup(master, '照会', { mobileApp: true });
  [person] = (await addedPeople(master, groupId, 1)) as [Person];
});

const latest = async () => (await loginsPage(master, { limit: '1' })).entries[0];

describe('the list of logins', () => {
  it('H-1 shows who logged in, when, with what, from where', async () => {
    const from = sourceAddress();
    await call('POST', '/sessions', { body: { loginId: person.userId, password: LOGIN_PASSWORD, client: 'mobile' }, from });

    expect(await latest()).toEqual({
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      userId: person.userId,
      client: 'mobile',
      result: 'success',
      ip: from,
    });
  });

  it('H-1 shows who failed to, also while locked', async () => {
    for (let failure = 1; failure <= 5; failure++) await logIn(person.userId, 'Wrong-99x');
    expect((await logIn(person.userId, LOGIN_PASSWORD)).status).toBe(401);

    const { entries } = await loginsPage(master, { limit: '6' });

    expect(entries.map(({ userId, client, result }) => [userId, client, result])).toEqual(
      Array.from({ length: 6 }, () => [person.userId, 'web', 'failure']),
    );
  });

  it('H-1 has the newest first, and is as of now', async () => {
    await logIn(master.userId, LOGIN_PASSWORD);

    const { asOf, entries } = await loginsPage(master);
    const times = entries.map(({ at }) => at);

    expect(entries[0]?.userId).toBe(master.userId);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(Date.parse(asOf)).toBeGreaterThanOrEqual(Date.parse(times[0] ?? ''));
  });

  it('H-1 can be asked for one user', async () => {
    const { entries } = await loginsPage(master, { userId: master.userId });

    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ userId }) => userId))).toEqual(new Set([master.userId]));
  });

  it('C-5 has none of IDs that nobody has', async () => {
    const before = await latest();
    await logIn('nobody-has-this', LOGIN_PASSWORD);

    expect(await latest()).toEqual(before);
  });

  it('C-12 holds no password', async () => {
    const text = JSON.stringify(await loginsPage(master, { limit: '100' }));

    for (const secret of [LOGIN_PASSWORD, TRANSACTION_PASSWORD, 'Wrong-99x']) expect(text).not.toContain(secret);
  });
});
