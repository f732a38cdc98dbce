import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { checkCode, newAuthenticatorSecret, shownSecret } from '../../functions/runtime/authenticator-codes.ts';

/** RFC 6238, appendix B: the SHA-1 codes, of which six digits are the last six of eight. */
const RFC_SECRET = Buffer.from('12345678901234567890');
const RFC_CODES: readonly [seconds: number, code: string][] = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
];

const at = (seconds: number) => new Date(seconds * 1000);

/** HOTP as RFC 4226 writes it down (5.3), on its own. */
function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;

  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('a code', () => {
  it.each(RFC_CODES)('C-11 of RFC 6238 at %d s is right then, and one step before and after', (seconds, code) => {
    const step = Math.floor(seconds / 30);
    const check = (now: number) => checkCode(code.slice(-6), { secret: RFC_SECRET, now: at(now) });

    for (const now of [seconds, seconds - 30, seconds + 30]) expect(check(now)).toEqual({ kind: 'right', step });
    for (const now of [seconds - 60, seconds + 60].filter((time) => time >= 0)) expect(check(now)).toEqual({ kind: 'wrong' });
  });

  it('C-11 is right for nobody else, and for no other moment', () => {
    const secret = newAuthenticatorSecret();

    fc.assert(
      fc.property(fc.integer({ min: 10, max: 2 ** 31 }), fc.integer({ min: -4, max: 4 }), (step, drift) => {
        const verdict = checkCode(codeOf(secret, step + drift), { secret, now: at(step * 30) });
        const codes = [-1, 0, 1].map((near) => codeOf(secret, step + near));

        expect(verdict.kind).toBe(codes.includes(codeOf(secret, step + drift)) ? 'right' : 'wrong');
      }),
    );
    expect(checkCode(codeOf(secret, 50_000_000), { secret: RFC_SECRET, now: at(1_500_000_000) })).toEqual({ kind: 'wrong' });
  });

  it('C-11 that has served is used, and so is an earlier one', () => {
    const secret = RFC_SECRET;
    const [now, step] = [at(1_500_000_000), 50_000_000];
    const check = (of: number, lastStep: number) => checkCode(codeOf(secret, of), { secret, now, lastStep });

    expect(check(step, step - 1)).toEqual({ kind: 'right', step });
    expect(check(step, step)).toEqual({ kind: 'used' });
    expect(check(step - 1, step)).toEqual({ kind: 'used' });
    expect(check(step + 1, step)).toEqual({ kind: 'right', step: step + 1 });
  });

  it.each(['', '12345', '1234567', '９４２８７０', '287082 ', '287082\0'])('C-11 %j is wrong', (code) => {
    expect(checkCode(code, { secret: RFC_SECRET, now: at(59) })).toEqual({ kind: 'wrong' });
  });
});

describe('a new secret', () => {
  it('C-11 has 160 bits, and is another one each time', () => {
    const [one, another] = [newAuthenticatorSecret(), newAuthenticatorSecret()];

    expect(one).toHaveLength(20);
    expect(Buffer.from(one)).not.toEqual(Buffer.from(another));
  });

  it('C-11 is shown in base32, and in a URI that says the same and all an app needs to know', () => {
    const secret = newAuthenticatorSecret();
    const shown = shownSecret(secret, '1453935789');
    const totp = URI.parse(shown.otpauthUri);

    expect(shown.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(totp).toMatchObject({
      issuer: 'Business ID management',
      label: '1453935789',
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    });
    expect(Buffer.from(totp.secret.bytes)).toEqual(Buffer.from(secret));
    expect(totp.secret.base32).toBe(shown.secret);
  });
});
