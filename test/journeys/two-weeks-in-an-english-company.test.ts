import { describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem, local } from '../support/api.ts';
import { mailed, mailTo } from '../support/mailbox.ts';
import {
  ACCOUNTS,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  registeredTenant,
  setUp,
} from '../support/people.ts';
import { settled } from '../support/settled.ts';

type UserStatuses = { userId: string; loginStatus: string; transactionStatus: string };

/** Adds people by name, and answers who they are. */
async function add(actor: Person, groupId: string, ...names: string[]) {
  const users = people(groupId, names.length).map((row, index) => ({ ...row, name: names[index] ?? '' }));
  const { status, body } = await call<{ users: { userId: string; email: string }[] }>('POST', '/users/batch-create', {
    token: actor.token,
    body: { users },
  });
  expect(status).toBe(201);

  return body.users.map(({ userId, email }) => ({ userId, email }));
}

describe('two weeks in an English company', () => {
  it('S-2 G-2 U-1 U-2 U-4 C-4 C-5 L-4 L-6 L-7 a user administrator adds people; not all of them make it in time', async () => {
    const lettersBefore = await local('GET', '/dead-letters');
    // The representative applies, with client certificates, and so with a confirmation.
    const tenant = await registeredTenant({ name: 'Greenfield Trading K.K.', language: 'en' });
    const master = await setUp(tenant.email);
    const { body: subscription } = await call<{ terms: { version: string } }>('GET', '/subscription', { token: master.token });
    const applied = await call('POST', '/subscription', {
      token: master.token,
      body: {
        acceptedTerms: subscription.terms.version,
        certificates: true,
        confirmation: await confirmation(master, 'subscribe'),
      },
    });
    expect(applied).toMatchObject({ status: 201, body: { certificates: { status: 'active' }, loginMethod: 'user-id' } });

    // The master makes two groups, adds Ann to one of them, and leaves the rest to her.
    const administration = await createGroup(master, 'Administration', { userAdministration: true, mobileApp: true });
    const accounting = await createGroup(master, 'Accounting', {
      accounts: { [ACCOUNTS[0]]: { inquiry: true, operation: true, bulkTransfer: true } },
    });
    const [invited] = await add(master, administration, 'Ann Green');
    const ann = await setUp(invited?.email ?? '');
    const [bob, carol, dave] = await add(ann, accounting, 'Bob Hill', 'Carol Lake', 'Dave Wood');
    if (!bob || !carol || !dave) throw new Error('Three were added');

    // Bob comes the same day. He may make bulk transfers, but has no say in who else may.
    const bobsToken = (await setUp(bob.email)).token;
    expect((await call('GET', '/me', { token: bobsToken })).body).toMatchObject({
      name: 'Bob Hill',
      group: { groupId: accounting, name: 'Accounting' },
      permissions: { accounts: { [ACCOUNTS[0]]: { bulkTransfer: true, transfer: false } }, userAdministration: false },
    });
    expectProblem(await call('GET', '/users', { token: bobsToken }), 'permission-denied', 403);

    // The app is for Ann, whose group has the right to it, and not for Bob.
    expect((await logIn(ann.userId, LOGIN_PASSWORD, 'mobile')).status).toBe(201);
    expectProblem(await logIn(bob.userId, LOGIN_PASSWORD, 'mobile'), 'permission-denied', 403);

    // Carol mistypes her temporary password until it is locked; the right one does not help any more, and she is told.
    const carols = await mailed(carol.email, 'Temporary login password');
    for (let failure = 1; failure <= 5; failure++) {
      expectProblem(await logIn(carol.userId, `${carols}x`), 'authentication-failed', 401);
    }
    expectProblem(await logIn(carol.userId, carols), 'authentication-failed', 401);
    await settled();
    expect((await mailTo(carol.email))[0]?.subject).toBe('[Business ID management] Your login password is locked');

    // Dave is on holiday. After two weeks Ann’s session is long over; she sees when she was here before.
    await advanceClock('P14D');
    expectProblem(await call('GET', '/users', { token: ann.token }), 'unauthenticated', 401);
    const back = await logIn(ann.userId, LOGIN_PASSWORD);
    const { now } = await local<{ now: string }>('GET', '/clock');
    const away = Date.parse(now) - Date.parse(back.body.previousLoginAt ?? '');
    expect(Math.floor(away / 86_400_000)).toBe(14);

    // Dave’s invitation has expired: what was mailed to him opens nothing now.
    expectProblem(await logIn(dave.userId, await mailed(dave.email, 'Temporary login password')), 'authentication-failed', 401);

    // All of that shows in the list.
    const { body } = await call<{ users: UserStatuses[]; remaining: number }>('GET', '/users', { token: back.body.token });
    const statuses = new Map(body.users.map((user) => [user.userId, [user.loginStatus, user.transactionStatus]]));
    expect(body.remaining).toBe(96);
    expect(Object.fromEntries(statuses)).toEqual({
      [master.userId]: ['active', 'active'],
      [ann.userId]: ['active', 'active'],
      [bob.userId]: ['active', 'active'],
      [carol.userId]: ['locked', 'unset'],
      [dave.userId]: ['invitation-expired', 'unset'],
    });

    // Nothing asynchronous was given up on.
    expect(await local('GET', '/dead-letters')).toEqual(lettersBefore);
  });
});
