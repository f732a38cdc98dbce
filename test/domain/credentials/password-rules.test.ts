import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMailedSecret, MAC_BYTES } from '../../../domain/credentials/mailed-secrets.ts';
import {
  equalPasswordErrors,
  loginPasswordErrors,
  transactionPasswordErrors,
} from '../../../domain/credentials/password-rules.ts';

const SOMEBODY = { userId: '1453935789', email: 'taro@example.co.jp', accountNumbers: [], birthDate: '1970-04-01' };
const RULES = { length: { min: 6, max: 10 }, personal: SOMEBODY, pointer: '/loginPassword' };

const login = (password: string) => loginPasswordErrors(password, RULES).map(({ code }) => code);
const transaction = (password: string) => transactionPasswordErrors(password, RULES).map(({ code }) => code);

/** As printed in C-1. */
const SYMBOLS = '!#$%&()*+,-./:;<=>?@[\\]^_`{|}~';
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

describe('password characters and composition', () => {
  it('C-1 takes every letter, digit and symbol of the rule and no other character', () => {
    const others = ['é', 'ａ', '１', 'あ', '🏦', '\u00a0', '\ud800'];
    const characters = [...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)), ...others];

    for (const character of characters) {
      const allowed = (SYMBOLS + LETTERS_AND_DIGITS).includes(character);

      expect(transaction(`abc${character}123`), JSON.stringify(character)).toEqual(allowed ? [] : ['password-characters']);
    }
  });

  it('C-1 asks a login password for a letter and a digit, and a transaction password for neither', () => {
    expect(login('abcdef')).toEqual(['password-needs-digit']);
    expect(login('123456')).toEqual(['password-needs-letter']);
    expect(login('!!!!!!')).toEqual(['password-needs-letter', 'password-needs-digit']);
    expect(login('abcde1')).toEqual([]);

    for (const password of ['abcdef', '123456', '!!!!!!']) expect(transaction(password)).toEqual([]);
  });

  it('C-1 takes 6 to 10 characters, or what the settings say', () => {
    expect(login('abcd1')).toEqual(['password-too-short']);
    expect(login('abcde1')).toEqual([]);
    expect(login('abcdefghi1')).toEqual([]);
    expect(login('abcdefghij1')).toEqual(['password-too-long']);
    expect(loginPasswordErrors('abcdefghij1', { ...RULES, length: { min: 11, max: 128 } })).toEqual([]);
    expect(transaction('')).toEqual(['password-too-short']);
  });

  it('C-1 reports everything at once, without the password', () => {
    const errors = loginPasswordErrors('"é', RULES);

    expect(errors.map(({ code }) => code)).toEqual([
      'password-too-short',
      'password-characters',
      'password-needs-letter',
      'password-needs-digit',
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/é/);
  });

  it('U-4 mails temporary login passwords that C-1 itself would accept', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: MAC_BYTES, maxLength: MAC_BYTES }), (mac) => {
        const codes = login(encodeMailedSecret('temporary-login-password', mac));

        expect(codes.filter((code) => code !== 'password-contains-personal-information')).toEqual([]);
      }),
    );
  });
});

describe('equalPasswordErrors', () => {
  it('C-2 refuses two equal passwords, at the pointer given; case makes a difference', () => {
    expect(equalPasswordErrors('Mizu-2468', 'Mizu-2468', '/transactionPassword')).toMatchObject([
      { pointer: '/transactionPassword', code: 'passwords-equal' },
    ]);
    expect(equalPasswordErrors('Mizu-2468', 'mizu-2468', '/transactionPassword')).toEqual([]);
  });
});
