import { beforeAll, describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import {
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';

const create = ({ token }: Pick<Person, 'token'>, name: string, given: object) =>
  call('POST', '/groups', { token, body: { name, permissions: {}, confirmation: given } });

const names = async ({ token }: Pick<Person, 'token'>) =>
  (await call<{ groups: { name: string }[] }>('GET', '/groups', { token })).body.groups.map(({ name }) => name);

const transactionStatus = async ({ token, userId }: Person) =>
  (await call('GET', `/users/${userId}`, { token })).body['transactionStatus'];

describe('a mail token confirms', () => {
  it('C-9 once', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    expect((await create(master, '一', given)).status).toBe(201);
    expectProblem(await create(master, '二', given), 'confirmation-failed', 403);
    expect(await names(master)).toEqual(['一']);
  });

  it('C-9 once, however often it is used at once', async () => {
    const { master } = await subscribedTenant();
    await warmUp(() => call('POST', '/groups'));

    for (const round of ['甲', '乙', '丙']) {
      const given = await confirmation(master, 'createGroup');
      const uses = [1, 2, 3].map((number) => untilAnswered(() => create(master, `${round}${number}`, given)));
      const answers = await Promise.all(uses);

      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 'confirmation-failed', 403);
      expect((await names(master)).filter((name) => name.startsWith(round))).toHaveLength(1);
    }
    expect(await transactionStatus(master)).toBe('active');
  });

  it('C-9 within ten minutes', async () => {
    const { master } = await subscribedTenant();
    const early = await confirmation(master, 'createGroup');
    await advanceClock('PT9M');
    expect((await create(master, '早い', early)).status).toBe(201);

    const late = await confirmation(master, 'createGroup');
    await advanceClock('PT10M');
    expectProblem(await create(master, '遅い', late), 'confirmation-failed', 403);
  });

  it('C-9 until the next one is asked for', async () => {
    const { master } = await subscribedTenant();
    const first = await confirmation(master, 'createGroup');
    const second = await confirmation(master, 'createGroup');

    expectProblem(await create(master, '一', first), 'confirmation-failed', 403);
    expect((await create(master, '二', second)).status).toBe(201);
  });

  it('C-10 in the session it was asked for', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');
    const { body: otherSession } = await logIn(master.userId, LOGIN_PASSWORD);

    expectProblem(await create(otherSession, '別', given), 'confirmation-failed', 403);
    expect((await create(master, '同じ', given)).status).toBe(201);
  });

  it('C-10 the operation it was asked for', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'subscribe');

    expectProblem(await create(master, '別', given), 'confirmation-failed', 403);
  });

  it('C-10 for the user who asked', async () => {
    const { master } = await subscribedTenant();
    const administrator = await addedPerson(master, await createGroup(master, '管理', { userAdministration: true }));
    const mine = await confirmation(master, 'createGroup');
    const theirs = await confirmation(administrator, 'createGroup');

    expectProblem(await create(administrator, '借り物', mine), 'confirmation-failed', 403);
    expect((await create(administrator, '自分', theirs)).status).toBe(201);
  });
});

describe('a confirmation of a wrong form', () => {
  let master: Person;

  beforeAll(async () => {
    ({ master } = await subscribedTenant());
  });

  it.each([
    ['five digits', { transactionPassword: TRANSACTION_PASSWORD, mailToken: '12345' }],
    ['letters', { transactionPassword: TRANSACTION_PASSWORD, mailToken: '12345a' }],
    ['digits of another script', { transactionPassword: TRANSACTION_PASSWORD, mailToken: '１２３４５６' }],
    ['a number', { transactionPassword: TRANSACTION_PASSWORD, mailToken: 123456 }],
    ['no transaction password', { mailToken: '123456' }],
    ['token and code', { transactionPassword: TRANSACTION_PASSWORD, mailToken: '123456', authenticatorCode: '123456' }],
    ['null', null],
  ])('R-6 is refused: %s', async (_, given) => {
    const body = { name: '照会', permissions: {}, confirmation: given };

    const errors = expectProblem(await call('POST', '/groups', { token: master.token, body }), 'invalid-request', 400);

    expect(errors.length).toBeGreaterThan(0);
    for (const { pointer } of errors) expect(pointer).toMatch(/^\/confirmation/);
  });

  it('C-9 with an authenticator code is refused while no authenticator is registered', async () => {
    const given = { transactionPassword: TRANSACTION_PASSWORD, authenticatorCode: '123456' };

    expectProblem(await create(master, '照会', given), 'confirmation-failed', 403);
    expect(await transactionStatus(master)).toBe('active');
  });
});
