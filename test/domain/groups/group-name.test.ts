import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupName, groupNameKey } from '../../../domain/groups/group-name.ts';

/** Any text, and often marks whose order or case depends on their neighbours. */
const text = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1 }),
    fc.constantFrom('α', 'Α', 'ᾳ', '\u0345', '\u0313', '\u0301', 'σ', 'ς', 'İ', 'K', '\u0307'),
  ),
  maxLength: 12,
});

describe('groupName', () => {
  it('G-4 takes 1 to 40 characters after trimming and points at /name otherwise', () => {
    expect(groupName(` ${'経'.repeat(40)} `)).toEqual({ ok: true, value: '経'.repeat(40) });
    expect(groupName('経'.repeat(41))).toMatchObject({
      refusal: { pointer: '/name', code: 'name-too-long', params: { max: 40 } },
    });
    expect(groupName(' ')).toMatchObject({ refusal: { pointer: '/name', code: 'name-empty' } });
    expect(groupName('a\u0007b')).toMatchObject({ refusal: { pointer: '/name', code: 'name-characters' } });
  });
});

describe('groupNameKey', () => {
  it.each([
    ['case', 'Accounting', 'ACCOUNTING'],
    ['width', 'Ａｃｃｏｕｎｔｉｎｇ１', 'accounting1'],
    ['half-width kana', 'ｹｲﾘ', 'ケイリ'],
    ['composition', 'カ\u3099', 'ガ'],
    ['compatibility', '㈱実日', '(株)実日'],
    ['sharp s', 'Straße', 'STRASSE'],
    ['capital sharp s', 'STRAẞE', 'straße'],
    ['final sigma', 'ΟΔΟΣ', 'οδος'],
    ['ligature', 'oﬃce', 'OFFICE'],
    ['case that only compatibility brings out', '𝔸', 'a'],
  ])('G-4 takes names that differ in %s only for the same', (_, one, other) => {
    expect(groupNameKey(one)).toBe(groupNameKey(other));
  });

  it.each([
    ['経理', '経埋'],
    ['Sales 1', 'Sales 2'],
    ['がく', 'かく'],
    ['I', 'ı'],
    ['ア', 'あ'],
  ])('G-4 tells %s from %s', (one, other) => {
    expect(groupNameKey(one)).not.toBe(groupNameKey(other));
  });

  it('G-4 is the key of its own key', () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(groupNameKey(groupNameKey(name))).toBe(groupNameKey(name));
      }),
      { numRuns: 5_000 },
    );
  });

  it('G-4 does not depend on the normalization form in which a name was typed', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (name, form) => {
        expect(groupNameKey(name.normalize(form))).toBe(groupNameKey(name));
      }),
      { numRuns: 5_000 },
    );
  });
});
