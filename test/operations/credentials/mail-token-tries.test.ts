import { describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import {
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  subscribedTenant,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';

type Given = { transactionPassword: string; mailToken: string };

const create = ({ token }: Pick<Person, 'token'>, name: string, given: object) =>
  call('POST', '/groups', { token, body: { name, permissions: {}, confirmation: given } });

/** The same confirmation with another mail token. */
const mistyped = ({ mailToken, ...rest }: Given, by = 1): Given => ({
  ...rest,
  mailToken: String((Number(mailToken) + by) % 1_000_000).padStart(6, '0'),
});

const transactionStatus = async ({ token, userId }: Person) =>
  (await call('GET', `/users/${userId}`, { token })).body['transactionStatus'];

describe('a wrong mail token', () => {
  it('C-9 can be tried 5 times, then the right one is refused as well; a new one serves', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    for (let by = 1; by <= 5; by++) expectProblem(await create(master, '誤り', mistyped(given, by)), 'confirmation-failed', 403);

    expectProblem(await create(master, '遅い', given), 'confirmation-failed', 403);
    expect((await create(master, '新しい', await confirmation(master, 'createGroup'))).status).toBe(201);
  });

  it('C-9 leaves the right one 4 tries', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    for (let by = 1; by <= 4; by++) await create(master, '誤り', mistyped(given, by));

    expect((await create(master, '五度目', given)).status).toBe(201);
  });

  it('C-9 can be tried 5 times, however many are sent at once', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    await warmUp(() => call('POST', '/groups'));

    const wrong = Array.from({ length: 12 }, (_, index) => mistyped(given, index + 1));
    const guesses = wrong.map((guess) => untilAnswered(() => create(master, '誤り', guess)));
    for (const answer of await Promise.all(guesses)) expectProblem(answer, 'confirmation-failed', 403);

    expectProblem(await create(master, '遅い', given), 'confirmation-failed', 403);
    expect(await transactionStatus(master)).toBe('active');
  });

  it('C-9 never counts against the transaction password', async () => {
    const { master } = await subscribedTenant();

    for (let token = 1; token <= 2; token++) {
      const given = await confirmation(master, 'createGroup');
      for (let by = 1; by <= 6; by++) await create(master, '誤り', mistyped(given, by));
    }

    expect(await transactionStatus(master)).toBe('active');
    expect((await create(master, '正しい', await confirmation(master, 'createGroup'))).status).toBe(201);
  });

  it('C-9 tried 15 times in a row stops sending for an hour, for that user', async () => {
    const { master } = await subscribedTenant();
    const administrator = await addedPerson(master, await createGroup(master, '管理', { userAdministration: true }));
    for (let token = 1; token <= 3; token++) {
      const given = await confirmation(master, 'createGroup');
      for (let by = 1; by <= 5; by++) await create(master, '誤り', mistyped(given, by));
    }

    const ask = async () => {
      const { body } = await logIn(master.userId, LOGIN_PASSWORD);
      return call('POST', '/me/mail-tokens', { token: body.token, body: { operation: 'createGroup' } });
    };

    const stopped = await ask();
    expectProblem(stopped, 'too-many-requests', 429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(59 * 60);
    expect(Number(stopped.headers.get('retry-after'))).toBeLessThanOrEqual(60 * 60);
    await confirmation(administrator, 'createGroup');

    await advanceClock('PT58M');
    expectProblem(await ask(), 'too-many-requests', 429);
    await advanceClock('PT2M');
    expect((await ask()).status).toBe(202);
  });

  it('C-9 14 times in a row and a right one start the row again', async () => {
    const { master } = await subscribedTenant();

    for (let row = 1; row <= 2; row++) {
      for (const wrong of [5, 5, 4]) {
        const given = await confirmation(master, 'createGroup');
        for (let by = 1; by <= wrong; by++) await create(master, '誤り', mistyped(given, by));
        if (wrong === 4) expect((await create(master, `正しい${row}`, given)).status).toBe(201);
      }
    }
  });
});
