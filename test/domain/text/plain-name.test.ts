import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName } from '../../../domain/text/plain-name.ts';

const check = (text: string, max = 40) => {
  const named = plainName(text, { max, pointer: '/name' });

  return named.ok ? named.value : named.refusal.code;
};

describe('plainName', () => {
  it('trims ordinary and ideographic spaces, and keeps those inside', () => {
    expect(check('  経理　部 \n')).toBe('経理　部');
    expect(check('　Accounting　')).toBe('Accounting');
  });

  it('refuses what is empty after trimming', () => {
    expect(check('')).toBe('name-empty');
    expect(check(' 　\t\n')).toBe('name-empty');
  });

  it('counts code points: 40 are a name, 41 are not', () => {
    for (const character of ['a', '振', '🏦', '𠮷']) {
      expect(check(character.repeat(40))).toBe(character.repeat(40));
      expect(check(character.repeat(41))).toBe('name-too-long');
      expect(check(` ${character.repeat(40)} `)).toBe(character.repeat(40));
    }
  });

  it.each([
    ['a null', 'a\u0000b'],
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['DEL', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a right-to-left override', 'a\u202eb'],
    ['a directional isolate', 'a\u2066b'],
    ['half a surrogate pair', 'a\ud83cb'],
    ['the other half', 'a\udfe6b'],
  ])('refuses %s inside a name', (_, text) => {
    expect(check(text)).toBe('name-characters');
  });

  it('accepts combining characters and emoji joined from several', () => {
    expect(check('が\u3099')).toBe('が\u3099');
    expect(check('👩‍💼')).toBe('👩‍💼');
  });

  it('G-4 answers a trimmed name of 1 to max well-formed characters, or a refusal that does not repeat it', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(' ', '\n', '　', '\u202e', '\ud800'), fc.string({ unit: 'binary', maxLength: 1 })),
    });

    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), (given, max) => {
        const named = plainName(given, { max, pointer: '/name' });

        if (named.ok) {
          const length = Array.from(named.value).length;
          expect(length >= 1 && length <= max && named.value === given.trim() && named.value.isWellFormed()).toBe(true);
        } else {
          expect(['Empty after trimming.', 'Holds a control character.', `More than ${max} characters.`]).toContain(
            named.refusal.detail,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
