import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectProblem, operator } from '../../support/api.ts';
import { type Registration, registration } from '../../support/people.ts';

const EMAIL = 'taro@example.co.jp';
const [FIRST, SECOND] = registration(EMAIL).accounts;
const newPath = () => `/operator/tenants/t-${randomUUID().slice(0, 13)}`;

/** Registers with content changed, and answers the field errors of the refusal; nothing may have been registered. */
async function refused(changes: object, code: 'invalid-request' | 'rule-violation', status: number) {
  const path = newPath();
  const errors = expectProblem(await operator('PUT', path, { ...registration(EMAIL), ...changes }), code, status);
  expectProblem(await operator('GET', path), 'not-found', 404);

  return errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

const person = (changes: object) => ({ representative: { ...registration(EMAIL).representative, ...changes } });
const account = (changes: object) => ({ accounts: [FIRST, { ...SECOND, ...changes }] });
const copies = (count: number): Registration['accounts'] =>
  Array.from({ length: count }, (_, index) => ({
    branchCode: '101',
    branchName: '本店',
    accountNumber: String(2_000_000 + index),
    name: '口座',
    representative: index === 0,
  }));

describe('refuses content of a wrong form, with a pointer to every field', () => {
  it.each([
    ['no name', { name: undefined }, '/name required'],
    ['an empty name', { name: '' }, '/name too-small'],
    ['a name of 201 characters', { name: 'あ'.repeat(201) }, '/name too-big'],
    ['a name that is a number', { name: 7 }, '/name invalid-type'],
    ['an unknown language', { language: 'fr' }, '/language invalid-value'],
    ['a phone number with letters', { phoneNumber: '03-ABCD-1234' }, '/phoneNumber invalid-format'],
    ['a version of 0', { version: 0 }, '/version too-small'],
    ['a version that is no whole number', { version: 1.5 }, '/version invalid-type'],
    ['no representative', { representative: undefined }, '/representative required'],
    ['a birth date that is none', person({ birthDate: '1975-02-30' }), '/representative/birthDate invalid-format'],
    ['a mail address that is none', person({ email: 'taro' }), '/representative/email invalid-format'],
    [
      'a mail address with a line break',
      person({ email: 'a@example.jp\r\nBcc: b@example.jp' }),
      '/representative/email invalid-format',
    ],
    ['an unknown field of the representative', person({ phone: '1' }), '/representative/phone unknown-field'],
    ['no accounts', { accounts: [] }, '/accounts too-small'],
    ['101 accounts', { accounts: copies(101) }, '/accounts too-big'],
    ['a branch code of two digits', account({ branchCode: '10' }), '/accounts/1/branchCode invalid-format'],
    ['an account number of eight digits', account({ accountNumber: '10000880' }), '/accounts/1/accountNumber invalid-format'],
    ['digits of another script', account({ branchCode: '１０１' }), '/accounts/1/branchCode invalid-format'],
    ['an unknown field of an account', account({ accountId: '101-1000088' }), '/accounts/1/accountId unknown-field'],
  ])('%s', async (_, changes, expected) => {
    expect(await refused(changes, 'invalid-request', 400)).toEqual([expected]);
  });

  it('a tenant ID that is none', async () => {
    for (const tenantId of ['Demo', 'a_b', 'あ', 'a'.repeat(33), 'a.b', 'a#b']) {
      const path = `/operator/tenants/${encodeURIComponent(tenantId)}`;

      const errors = expectProblem(await operator('PUT', path, registration(EMAIL)), 'invalid-request', 400);
      expect(errors, tenantId).toMatchObject([{ pointer: '/path/tenantId' }]);
    }
  });

  it('R-6 names all that is wrong at once', async () => {
    const changes = { name: undefined, surprise: true, ...account({ branchCode: 'x', representative: 'no' }) };

    expect((await refused(changes, 'invalid-request', 400)).sort()).toEqual([
      '/accounts/1/branchCode invalid-format',
      '/accounts/1/representative invalid-type',
      '/name required',
      '/surprise unknown-field',
    ]);
  });
});

describe('refuses content that breaks a rule, with a pointer to every field', () => {
  it.each([
    ['a name of blanks', { name: ' \u3000 ' }, '/name name-empty'],
    ['a name with a control character', { name: 'アオバ\u0007' }, '/name name-characters'],
    ['a name that turns the reading direction', { name: 'アオバ\u202e' }, '/name name-characters'],
    ['a name with half a character', { name: 'アオバ\ud83c' }, '/name name-characters'],
    ['a name of 65 characters', { name: 'あ'.repeat(65) }, '/name name-too-long'],
    ['a reading with a control character', { nameKana: 'アオバ\u0000' }, '/nameKana name-characters'],
    ['a reading with half a character', { nameKana: 'アオバ\ud83c' }, '/nameKana name-characters'],
    ['a branch name with a line break', account({ branchName: '本店\n2' }), '/accounts/1/branchName name-characters'],
    ['an account name with half a character', account({ name: '口座\udfe6' }), '/accounts/1/name name-characters'],
    ['an account name of blanks', account({ name: '\u3000' }), '/accounts/1/name name-empty'],
    ['a representative without a name', person({ name: '  ' }), '/representative/name name-empty'],
    ['the same account twice', { accounts: [FIRST, SECOND, SECOND] }, '/accounts/2 duplicate-account'],
    ['no representative account', { accounts: [SECOND] }, '/accounts representative-account-required'],
    ['two representative accounts', account({ representative: true }), '/accounts/1/representative one-representative-account'],
  ])('%s', async (_, changes, expected) => {
    expect(await refused(changes, 'rule-violation', 422)).toEqual([expected]);
  });
});

describe('registers', () => {
  it('100 accounts', async () => {
    const { status, body } = await operator<{ accounts: unknown[] }>('PUT', newPath(), {
      ...registration(EMAIL),
      accounts: copies(100),
    });

    expect(status).toBe(201);
    expect(body.accounts).toHaveLength(100);
  });

  it('a tenant ID of 1 and of 32 characters', async () => {
    const longest = `t-${randomUUID()}`.slice(0, 32);

    for (const tenantId of [longest, longest.slice(-1)]) {
      const { status, body } = await operator('PUT', `/operator/tenants/${tenantId}`, registration(EMAIL));
      expect([status, body], tenantId).toMatchObject([201, { tenantId }]);
    }
  });
});
