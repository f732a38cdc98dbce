import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acquisitionPasswordErrors, orderingRefused } from '../../../domain/certificates/ordering.ts';
import { checkAcquisitionPassword, checkKeyProtectionPassword } from '../../../domain/certificates/passwords.ts';
import { NO_SERVICE, ROSTER } from './arbitraries.ts';

type Check = typeof checkAcquisitionPassword;
const codes = (check: Check, password: string) => check(password, '/password').map(({ code }) => code);

const LETTERS_AND_DIGITS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, n) => String.fromCharCode(0x20 + n));
const textOf = (characters: readonly string[], minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });

describe('the acquisition password', () => {
  it('X-3 takes 8 to 64 ASCII letters and digits, whatever they are', () => {
    fc.assert(
      fc.property(textOf(LETTERS_AND_DIGITS, 8, 64), (password) => {
        expect(codes(checkAcquisitionPassword, password)).toEqual([]);
      }),
    );
  });

  it.each([
    ['', ['password-too-short']],
    ['Kumo246', ['password-too-short']],
    ['K'.repeat(65), ['password-too-long']],
    ['Kumo 2468', ['password-characters']],
    ['Kumo2468\n', ['password-characters']],
    ['Kumo-2468', ['password-characters']],
    ['くも24682468', ['password-characters']],
    ['Ｋｕｍｏ2468', ['password-characters']],
    ['!', ['password-too-short', 'password-characters']],
  ])('X-3 refuses %j', (password, expected) => {
    expect(codes(checkAcquisitionPassword, password)).toEqual(expected);
  });
});

describe('the key protection password', () => {
  it('X-3 takes 12 to 64 printable ASCII characters with a letter and a digit', () => {
    const withBoth = textOf(PRINTABLE, 10, 62).map((text) => `${text}a1`);

    fc.assert(
      fc.property(withBoth, (password) => {
        expect(codes(checkKeyProtectionPassword, password)).toEqual([]);
      }),
    );
  });

  it.each([
    ['Nagai-mi-20', ['password-too-short']],
    [`a1${'x'.repeat(63)}`, ['password-too-long']],
    ['Nagai-michi-', ['password-needs-digit']],
    ['1234567890-+', ['password-needs-letter']],
    ['Nagai-michi-2026\t', ['password-characters']],
    ['長い道-Nagai-2026', ['password-characters']],
    ['Nagai-michi-２０２６', ['password-characters', 'password-needs-digit']],
    ['', ['password-too-short', 'password-needs-letter', 'password-needs-digit']],
  ])('X-3 refuses %j', (password, expected) => {
    expect(codes(checkKeyProtectionPassword, password)).toEqual(expected);
  });
});

it('says where the password stands and what its limits are, and never the password', () => {
  const errors = [...checkAcquisitionPassword('Kumo-24', '/a'), ...checkKeyProtectionPassword('Nagai!', '/b')];

  expect(errors.map(({ pointer, params }) => [pointer, params])).toEqual([
    ['/a', { min: 8 }],
    ['/a', undefined],
    ['/b', { min: 12 }],
    ['/b', undefined],
  ]);
  expect(JSON.stringify(errors)).not.toMatch(/Kumo|Nagai/);
});

describe('ordering', () => {
  const order = { certificateOrder: { acquisitionPassword: 'Kumo2468' } };

  it('X-1 needs the active certificate service as soon as one row orders', () => {
    expect(orderingRefused([{}, order], NO_SERVICE)).toEqual({ code: 'certificate-service-inactive' });
    expect(orderingRefused([{}, {}], NO_SERVICE)).toBeUndefined();
    expect(orderingRefused([{}, order], ROSTER)).toBeUndefined();
  });

  it('X-3 points at every bad acquisition password, in the row it stands in', () => {
    const rows = [order, {}, { certificateOrder: { acquisitionPassword: 'Kumo-2468' } }, { certificateOrder: undefined }];

    expect(acquisitionPasswordErrors(rows)).toMatchObject([
      { pointer: '/users/2/certificateOrder/acquisitionPassword', code: 'password-characters' },
    ]);
  });
});
