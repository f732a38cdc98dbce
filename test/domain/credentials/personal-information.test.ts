import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loginPasswordErrors } from '../../../domain/credentials/password-rules.ts';
import {
  containsPersonalInformation,
  type PersonalInformation,
  personalInformationOf,
} from '../../../domain/credentials/personal-information.ts';

const PERSONAL: PersonalInformation = {
  userId: '1453935789',
  loginName: 'hanako.a',
  email: 'Aozora-H@mail.example.co.jp',
  accountNumbers: ['1000088', '2000658'],
  phoneNumber: '+81 (3) 6275-9911',
  birthDate: '1970-04-01',
};

const contains = (password: string) => containsPersonalInformation(password, PERSONAL);

describe('containsPersonalInformation', () => {
  it.each([
    ['user ID', '4539', '453'],
    ['user ID at its end', '5789', '789'],
    ['login name', 'HANA', 'han'],
    ['mail address before the @', 'ozora', 'zor'],
    ['first account number', '0088', '008'],
    ['second account number', '2000658', '658'],
    ['phone number across its punctuation', '3627', '362'],
    ['country code and area of the phone number', '8136', '813'],
    ['birth date as YYYYMMDD', '19700401', '1970'],
    ['birth date as YYMMDD', '700401', '7004'],
    ['birth date as MMDD', '0401', '401'],
  ])('C-3 finds the %s in a password, and not a shorter run', (_, run, shorter) => {
    expect(contains(`x!${run}y`)).toBe(true);
    expect(contains(`x!${shorter}y`)).toBe(false);
  });

  it('C-3 leaves alone what stands after the @, the day and month the other way round, and the reverse', () => {
    for (const password of ['example', 'mail.e', '0104', 'okanah', '9875']) expect(contains(`x${password}`)).toBe(false);
  });

  it('C-3 takes whatever stands before the last @ of an address', () => {
    expect(containsPersonalInformation('x"a@bcd', { ...PERSONAL, email: '"a@bcd"@example.co.jp' })).toBe(true);
    expect(containsPersonalInformation('nobody', { ...PERSONAL, email: 'nobody' })).toBe(false);
  });

  it('C-3 takes nothing from what is not there or too short', () => {
    const little = { userId: '1453935789', email: 'abc@example.jp', accountNumbers: ['123'], birthDate: '1970-04-01' };

    expect(containsPersonalInformation('abc123456', little)).toBe(false);
  });

  const textOf = (characters: string, minLength: number, maxLength = minLength) =>
    fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
  const known = textOf('abcdXYZ019._-', 0, 12);
  const digits = textOf('0123456789', 7);
  const affix = textOf('ab0129!', 0, 4);
  const people = fc.record({
    userId: textOf('123456789', 10),
    loginName: fc.option(known, { nil: undefined }),
    email: known.map((local) => `${local}@example.co.jp`),
    accountNumbers: fc.array(digits, { maxLength: 3 }),
    phoneNumber: fc.option(digits, { nil: undefined }),
    birthDate: fc
      .date({ min: new Date('1920-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  });

  /** The rule from the password's side: one of its own runs of 4 is known, or it holds the birth date. */
  function oracle(password: string, person: PersonalInformation): boolean {
    const folded = password.toUpperCase();
    const texts = [person.userId, person.loginName, person.email.split('@')[0], ...person.accountNumbers, person.phoneNumber];
    const [year = '', month = '', day = ''] = person.birthDate.split('-');
    const dates = [year + month + day, year.slice(2) + month + day, month + day];

    for (let start = 0; start + 4 <= folded.length; start++) {
      const run = folded.slice(start, start + 4);
      if (texts.some((text) => text?.toUpperCase().includes(run))) return true;
    }

    return dates.some((date) => folded.includes(date));
  }

  it('C-3 agrees with the rule read from the side of the password, whatever the person and the password', () => {
    const cases = people.chain((person) => {
      const texts = [
        person.userId,
        person.loginName ?? '',
        person.email,
        ...person.accountNumbers,
        person.birthDate.replaceAll('-', ''),
      ];
      const piece = fc
        .tuple(fc.constantFrom(...texts), fc.nat(9), fc.integer({ min: 3, max: 5 }))
        .map(([text, start, length]) => text.slice(start, start + length));
      const password = fc.tuple(affix, piece, affix).map((parts) => parts.join(''));

      return fc.tuple(fc.constant(person), password);
    });

    fc.assert(
      fc.property(cases, ([person, password]) => {
        expect(containsPersonalInformation(password, person)).toBe(oracle(password, person));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('personal information in a refusal', () => {
  it('C-3, C-12 never tells the password, nor what it contains', () => {
    const errors = loginPasswordErrors('Hana0401', { length: { min: 6, max: 10 }, personal: PERSONAL, pointer: '/newPassword' });

    expect(errors).toEqual([
      {
        pointer: '/newPassword',
        code: 'password-contains-personal-information',
        detail: 'Contains what others may know of the user or the tenant (C-3).',
      },
    ]);
  });
});

describe('personalInformationOf', () => {
  it('C-3 collects it from the user and the tenant', () => {
    const accounts = ['1000088', '2000658'].map((accountNumber) => ({
      accountId: `101-${accountNumber}`,
      branchCode: '101',
      branchName: '法人営業部',
      accountNumber,
      name: '実日商事',
      representative: accountNumber === '1000088',
      opening: 1,
    }));
    const representative = { userId: '1000000001', name: '青空 太郎', birthDate: '1970-04-01' };

    expect(
      personalInformationOf(
        { userId: '1453935789', loginName: 'hanako.a', email: 'Aozora-H@mail.example.co.jp' },
        { accounts, phoneNumber: '+81 (3) 6275-9911', representative },
      ),
    ).toEqual(PERSONAL);
  });
});
