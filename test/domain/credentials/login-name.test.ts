import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLoginName } from '../../../domain/credentials/login-name.ts';
import { isUserId } from '../../../domain/users/user-id.ts';

const codeOf = (text: string) => {
  const checked = checkLoginName(text);

  return checked.ok ? 'ok' : checked.refusal.code;
};

describe('checkLoginName', () => {
  it.each([
    ['abcde', 'login-name-length'],
    ['abcdef', 'ok'],
    ['a'.repeat(20), 'ok'],
    ['a'.repeat(21), 'login-name-length'],
    ['Hanako.Aoba_1-2', 'ok'],
    ['hanako aoba', 'login-name-characters'],
    ['hanako@aoba', 'login-name-characters'],
    ['hanakö1', 'login-name-characters'],
    // The Kelvin sign, which becomes a k when it is made small.
    ['\u212aawabe1', 'login-name-characters'],
    ['123456', 'login-name-needs-letter'],
    ['1453935789', 'login-name-needs-letter'],
    ['._-._-', 'login-name-needs-letter'],
  ])('of %j is %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('keeps small letters only, and is never what could be a user ID', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ09._-Ⅷé'), maxLength: 24 }), (text) => {
        const checked = checkLoginName(text);
        if (!checked.ok) return;

        expect(checked.value).toMatch(/^[a-z0-9._-]{6,20}$/);
        expect(isUserId(checked.value)).toBe(false);
        expect(checkLoginName(checked.value)).toEqual(checked);
      }),
    );
  });
});
