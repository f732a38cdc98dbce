import { argon2Sync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DECOY_HASH, hashPassword, needsRehash, verifyPassword } from '../../functions/runtime/passwords.ts';

const PASSWORD = 'Mizu-24w8';

/** A hash as an earlier deployment may have made it. */
function hashedWith(memory: number, passes: number, parallelism: number): string {
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', { memory, passes, parallelism, message: PASSWORD, nonce, tagLength: 32 });
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');

  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(nonce)}$${text(tag)}`;
}

describe('password hashes', () => {
  it('C-12 are argon2id with a salt of their own and at least the parameters OWASP asks for', async () => {
    const [one, other] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
    const [, memory, passes, parallelism, salt = ''] =
      /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$[\w+/]{43}$/.exec(one) ?? [];

    expect(one).not.toBe(other);
    expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
    expect(Number(passes)).toBeGreaterThanOrEqual(2);
    expect(Number(parallelism)).toBe(1);
    expect(Buffer.from(salt, 'base64')).toHaveLength(16);
    expect(await verifyPassword(PASSWORD, one)).toBe(true);
    expect(await verifyPassword(`${PASSWORD} `, one)).toBe(false);
  });

  it('C-12 of other parameters are verified with those they were made with', async () => {
    const earlier = hashedWith(1_024, 1, 2);

    expect(await verifyPassword(PASSWORD, earlier)).toBe(true);
    expect(await verifyPassword('Wrong-99x', earlier)).toBe(false);
  });

  it.each([
    ['less memory', 8_192, 2, 1],
    ['fewer passes', 19_456, 1, 1],
    ['more lanes', 19_456, 2, 2],
  ])('C-12 are to be replaced when they were made with %s', (_, memory, passes, parallelism) => {
    expect(needsRehash(hashedWith(memory, passes, parallelism))).toBe(true);
  });

  it('C-12 of the present parameters stay, the decoy included, which takes the same work (C-5)', async () => {
    expect(needsRehash(await hashPassword(PASSWORD))).toBe(false);
    expect(needsRehash(DECOY_HASH)).toBe(false);
  });
});
