import { describe, expect, it } from 'vitest';
import { type Registration, registerTenant, updateTenant } from '../../../domain/tenants/register-tenant.ts';
import type { Tenant } from '../../../domain/tenants/tenant.ts';

const account = (accountNumber: string, representative = false) => ({
  branchCode: '101',
  branchName: '法人営業部',
  accountNumber,
  name: '実日商事',
  representative,
});

const REGISTRATION: Registration = {
  name: '実日商事株式会社',
  phoneNumber: '03-1234-5678',
  representative: { name: '青空 太郎', email: 'taro@example.co.jp', birthDate: '1970-04-01' },
  accounts: [account('1000088', true), account('1000658')],
};

function registered(registration: Registration = REGISTRATION): Tenant {
  const result = registerTenant('demo', registration, { userId: '1453935789' });
  if (!result.ok) throw new Error('a fine registration');

  return result.value;
}

function updated(tenant: Tenant, change: Partial<Registration>): Tenant {
  const result = updateTenant(tenant, { ...REGISTRATION, version: tenant.version, ...change });
  if (!result.ok) throw new Error('a fine registration');

  return result.value;
}

const openings = ({ accounts }: Tenant) => accounts.map(({ accountId, opening }) => `${accountId} ${opening}`);

describe('registerTenant', () => {
  it('answers the tenant, in Japanese unless told otherwise', () => {
    expect(registered()).toEqual({
      tenantId: 'demo',
      name: '実日商事株式会社',
      phoneNumber: '03-1234-5678',
      language: 'ja',
      representative: { userId: '1453935789', name: '青空 太郎', birthDate: '1970-04-01' },
      accounts: [
        { ...account('1000088', true), accountId: '101-1000088', opening: 1 },
        { ...account('1000658'), accountId: '101-1000658', opening: 1 },
      ],
      version: 1,
    });
  });

  it('counts characters, not what they are made of, and trims every name', () => {
    const longest = '🏦'.repeat(64);
    const named = { ...account('1000088', true), branchName: ' 本店 ', name: `${longest} ` };

    expect(registered({ ...REGISTRATION, name: ` ${longest}`, nameKana: 'アオゾラ ', accounts: [named] })).toMatchObject({
      name: longest,
      nameKana: 'アオゾラ',
      accounts: [{ branchName: '本店', name: longest }],
    });
  });

  it('refuses a version: whoever knows one means another tenant', () => {
    expect(registerTenant('demo', { ...REGISTRATION, version: 1 }, { userId: '1453935789' })).toMatchObject({
      refusal: { code: 'version-conflict' },
    });
  });

  it.each<[string, Partial<Registration>, string[]]>([
    ['no representative account', { accounts: [account('1'), account('2')] }, ['/accounts representative-account-required']],
    [
      'two representative accounts',
      { accounts: [account('1', true), account('2', true)] },
      ['/accounts/1/representative one-representative-account'],
    ],
    [
      'an account listed twice',
      { accounts: [account('1', true), account('2'), account('1')] },
      ['/accounts/2 duplicate-account'],
    ],
    ['a name over 64 characters', { name: 'あ'.repeat(65) }, ['/name name-too-long']],
    ['a reading over 128 characters', { nameKana: 'ア'.repeat(129) }, ['/nameKana name-too-long']],
    ['a reading with half a character', { nameKana: 'ア\ud83c' }, ['/nameKana name-characters']],
    [
      'names of an account that are none',
      { accounts: [account('1', true), { ...account('2'), branchName: ' ', name: 'あ'.repeat(65) }] },
      ['/accounts/1/branchName name-empty', '/accounts/1/name name-too-long'],
    ],
    ['a name of control characters', { name: 'a\u0000b' }, ['/name name-characters']],
    [
      'a representative without a name',
      { representative: { ...REGISTRATION.representative, name: ' ' } },
      ['/representative/name name-empty'],
    ],
  ])('refuses %s', (_, change, expected) => {
    const result = registerTenant('demo', { ...REGISTRATION, ...change }, { userId: '1453935789' });
    const errors = result.ok || result.refusal.code !== 'rule-violation' ? [] : result.refusal.errors;

    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });
});

describe('updateTenant', () => {
  it('asks for the version, and refuses a stale one', () => {
    const tenant = updated(registered(), {});

    expect(updateTenant(tenant, REGISTRATION)).toMatchObject({
      refusal: { code: 'invalid-request', errors: [{ pointer: '/version', code: 'required' }] },
    });
    expect(updateTenant(tenant, { ...REGISTRATION, version: 1 })).toEqual({ ok: false, refusal: { code: 'version-conflict' } });
    expect(updateTenant(tenant, { ...REGISTRATION, version: 2 })).toMatchObject({ ok: true, value: { version: 3 } });
  });

  it('keeps the ID of the master, whoever is registered as representative', () => {
    const representative = { name: '青空 次郎', email: 'jiro@example.co.jp', birthDate: '1980-01-02' };

    expect(updated(registered(), { representative }).representative).toEqual({
      userId: '1453935789',
      name: '青空 次郎',
      birthDate: '1980-01-02',
    });
  });

  it('P-8 closes an account left out; opened again it is another opening', () => {
    const first = registered();
    const closed = updated(first, { accounts: [account('1000088', true)] });
    const reopened = updated(closed, {});

    expect(openings(closed)).toEqual(['101-1000088 1']);
    expect(openings(reopened)).toEqual(['101-1000088 1', '101-1000658 3']);
  });

  it('P-8 an account that stays keeps its opening, whatever else changes about it', () => {
    const renamed = updated(registered(), {
      accounts: [{ ...account('1000088'), name: '新社名' }, account('1000658', true), account('7')],
    });

    expect(openings(renamed)).toEqual(['101-1000088 1', '101-1000658 1', '101-7 2']);
  });

  it('forgets what is no longer registered', () => {
    expect(updated(registered(), { phoneNumber: undefined })).not.toHaveProperty('phoneNumber');
  });
});
