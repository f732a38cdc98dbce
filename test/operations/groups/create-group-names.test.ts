import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, call, expectProblem } from '../../support/api.ts';
import { confirmation, createGroup, type Person, subscribedTenant } from '../../support/people.ts';

const create = async ({ token }: Person, name: string, confirmed: unknown) =>
  call<{ name: string }>('POST', '/groups', { token, body: { name, permissions: {}, confirmation: confirmed } });

const pointersAndCodes = (answer: Answer<unknown>) =>
  expectProblem(answer, 'rule-violation', 422).map(({ pointer, code }) => [pointer, code]);

let master: Person;

beforeAll(async () => {
  ({ master } = await subscribedTenant());
});

describe('accepted', () => {
  it.each([
    ['40 characters', 'あ'.repeat(40)],
    ['40 emoji, which take 80 UTF-16 units', '🏦'.repeat(40)],
    ['40 characters within blanks, which do not count', `  ${'い'.repeat(40)}\t\n`],
    ['markup, quotes and signs', `<b>"A&B"</b> 'x' \\ / ~ %`],
  ])('G-4 %s', async (_what, name) => {
    const answer = await create(master, name, await confirmation(master, 'createGroup'));

    expect(answer).toMatchObject({ status: 201, body: { name: name.trim() } });
  });
});

describe('refused', () => {
  // A refusal gives the mail token back, so that one serves for all of them.
  let confirmed: unknown;

  beforeAll(async () => {
    confirmed = await confirmation(master, 'createGroup');
  });

  it.each([
    ['41 characters', 'あ'.repeat(41), 'name-too-long'],
    ['41 emoji', '🏦'.repeat(41), 'name-too-long'],
    ['nothing but blanks', ' 　\t', 'name-empty'],
    ['a line feed', '経理\n第二', 'name-characters'],
    ['a carriage return', '経理\r第二', 'name-characters'],
    ['a line separator', '経理\u2028第二', 'name-characters'],
    ['a paragraph separator', '経理\u2029第二', 'name-characters'],
    ['a null character', '経理\u0000', 'name-characters'],
    ['a C1 control character', '経理\u0085第二', 'name-characters'],
    ['a delete character', '経理\u007f', 'name-characters'],
    ['text that runs backwards', '経理\u202e第二', 'name-characters'],
  ])('G-4 %s', async (_what, name, code) => {
    expect(pointersAndCodes(await create(master, name, confirmed))).toEqual([['/name', code]]);
  });

  it('G-4 an empty name, by its form', async () => {
    const errors = expectProblem(await create(master, '', confirmed), 'invalid-request', 400);

    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([['/name', 'too-small']]);
  });

  it('G-4 the name of another group of the tenant, in any width, case or composition', async () => {
    const other = await subscribedTenant();
    for (const name of ['Ｇｒｏｕｐ ガ①', 'Straße']) await createGroup(other.master, name);
    const same = ['group ガ1', 'GROUP ｶﾞ１', 'group ｶ\u30991', ' Group ガ1 ', 'STRASSE', 'strasse'];
    const token = await confirmation(other.master, 'createGroup');

    for (const name of same) expectProblem(await create(other.master, name, token), 'duplicate-name', 409);

    expect((await create(other.master, 'Group ガ2', token)).status).toBe(201);
  });

  it('R-1 never because another tenant has a group of that name', async () => {
    const [one, two] = [await subscribedTenant(), await subscribedTenant()];

    await createGroup(one.master, '経理');

    expect(await createGroup(two.master, '経理')).toEqual(expect.any(String));
  });
});
