import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeMailedSecret,
  MAC_BYTES,
  MAILED_SECRET_PURPOSES,
  mailedSecretMessage,
} from '../../../domain/credentials/mailed-secrets.ts';

const mac = fc.uint8Array({ minLength: MAC_BYTES, maxLength: MAC_BYTES });
const password = (bytes: Uint8Array) => encodeMailedSecret('temporary-login-password', bytes);

/** 256 bits, big-endian. */
function bytesOf(number: bigint): Uint8Array {
  return Uint8Array.from(
    number
      .toString(16)
      .padStart(2 * MAC_BYTES, '0')
      .match(/../g) ?? [],
    (hex) => Number.parseInt(hex, 16),
  );
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz';
const ALPHABET = `${LETTERS}23456789`;
/** All texts of 10 characters, less those without a digit and those without a letter. */
const PASSWORDS = 55n ** 10n - 47n ** 10n - 8n ** 10n;

describe('temporary login password', () => {
  it('has 10 characters, a letter and a digit, and none that looks like another, for every MAC', () => {
    fc.assert(
      fc.property(mac, (bytes) => {
        expect(password(bytes)).toMatch(/^(?=.*[A-Za-z])(?=.*[0-9])[A-HJ-NP-Za-hjkmnp-z2-9]{10}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('numbers all such passwords in order, without gap or repetition, so that each is equally likely', () => {
    expect(password(bytesOf(0n))).toBe('AAAAAAAAA2');
    expect(password(bytesOf(PASSWORDS - 1n))).toBe('999999999z');
    expect(password(bytesOf(PASSWORDS))).toBe('AAAAAAAAA2');

    const order = (text: string) =>
      Array.from(text, (character) => String(ALPHABET.indexOf(character)).padStart(2, '0')).join('');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: PASSWORDS - 2n }), (number) => {
        expect(order(password(bytesOf(number))) < order(password(bytesOf(number + 1n)))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never changes for a MAC: mails on their way and tokens in use depend on it', () => {
    expect(password(Uint8Array.from({ length: MAC_BYTES }, (_, index) => index * 7 + 1))).toBe('qGj8943E7T');
  });
});

describe('mail token', () => {
  it('is the remainder by a million, as six digits', () => {
    expect(encodeMailedSecret('mail-token', bytesOf(0n))).toBe('000000');
    expect(encodeMailedSecret('mail-token', bytesOf(3_000_042n))).toBe('000042');
    expect(encodeMailedSecret('mail-token', bytesOf(2n ** 256n - 1n))).toBe(
      String((2n ** 256n - 1n) % 1_000_000n).padStart(6, '0'),
    );
  });

  it('has six digits for every MAC', () => {
    fc.assert(fc.property(mac, (bytes) => /^[0-9]{6}$/.test(encodeMailedSecret('mail-token', bytes))));
  });
});

describe('order token', () => {
  it('is the whole MAC in base64url, so that a URL takes it as it is', () => {
    fc.assert(
      fc.property(mac, (bytes) => {
        const token = encodeMailedSecret('order-token', bytes);

        expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
        expect(Buffer.from(token, 'base64url')).toEqual(Buffer.from(bytes));
      }),
    );
  });
});

describe('mailed secrets', () => {
  it('refuse a MAC of another length', () => {
    for (const length of [0, 16, 31, 33, 64]) {
      for (const purpose of MAILED_SECRET_PURPOSES) {
        expect(() => encodeMailedSecret(purpose, new Uint8Array(length))).toThrow(RangeError);
      }
    }
  });

  it('belong to one purpose, one cause and one user', () => {
    expect(mailedSecretMessage({ purpose: 'mail-token', causeId: '0b5c', userId: '1453935789' })).toBe(
      'mail-token|0b5c|1453935789',
    );
  });
});
