import { describe, expect, it } from 'vitest';
import { isResetOpen, resetEndsAt } from '../../../domain/credentials/reset-code.ts';
import { resetLoginPassword, resetTransactionPassword } from '../../../domain/credentials/reset-passwords.ts';
import { NO_TRIES } from '../../../domain/credentials/tries.ts';
import { newUser, type PendingSetUp, type User } from '../../../domain/users/user.ts';

const NOW = new Date('2026-12-01T01:00:00.000Z');
const SETTINGS = { resetCode: { minutes: 30, tries: 5 } };
const reset = { resetId: 'Qm7dT2xVb9Ka', causeId: 'cause', now: NOW };
const person = (pendingSetUp: PendingSetUp): User => ({
  ...newUser({ userId: '1453935789', role: 'user', name: '青葉 花子', email: 'hanako@example.co.jp' }),
  pendingSetUp,
});

describe('resetLoginPassword', () => {
  it('C-6 L-6 leaves no password, no try and no session', () => {
    const { user, credentials } = resetLoginPassword(person('none'), reset, { keepTransactionPasswordOnLoginReset: false });

    expect(user.epoch).toBe(person('none').epoch + 1);
    expect(credentials.login).toEqual({
      kind: 'reset',
      resetId: 'Qm7dT2xVb9Ka',
      causeId: 'cause',
      requestedAt: NOW.toISOString(),
      ...NO_TRIES,
    });
  });

  it.each<[PendingSetUp, boolean, PendingSetUp]>([
    ['none', false, 'after-login-reset'],
    ['first-login', false, 'after-login-reset'],
    ['transaction-password', false, 'after-login-reset'],
    ['none', true, 'none'],
    ['transaction-password', true, 'transaction-password'],
    ['after-login-reset', true, 'after-login-reset'],
    ['first-login', true, 'after-login-reset'],
  ])('C-7 with %s pending, keeping the transaction password or not (%s), leads to %s', (pending, keep, next) => {
    const { user } = resetLoginPassword(person(pending), reset, { keepTransactionPasswordOnLoginReset: keep });

    expect(user.pendingSetUp).toBe(next);
  });
});

describe('resetTransactionPassword', () => {
  const chosen = { kind: 'chosen', hash: 'hash', ...NO_TRIES } as const;

  it.each<[PendingSetUp, PendingSetUp]>([
    ['none', 'transaction-password'],
    ['transaction-password', 'transaction-password'],
    ['after-login-reset', 'after-login-reset'],
  ])('C-8 with %s pending leads to %s; sessions go on', (pending, next) => {
    const result = resetTransactionPassword(person(pending), { transaction: chosen });

    expect(result).toMatchObject({ user: { pendingSetUp: next, epoch: 1 }, credentials: { transaction: { kind: 'reset' } } });
  });

  it('C-8 changes nothing for whoever has never set one', () => {
    expect(resetTransactionPassword(person('first-login'), { transaction: { kind: 'unset' } })).toBeUndefined();
  });
});

describe('a reset code', () => {
  const requestedAt = NOW.toISOString();

  it('C-6 C-7 serves for 30 minutes and five wrong tries', () => {
    expect(resetEndsAt({ requestedAt }, SETTINGS)).toEqual(new Date('2026-12-01T01:30:00.000Z'));
    expect(isResetOpen({ requestedAt, failures: 4 }, new Date('2026-12-01T01:29:59.999Z'), SETTINGS)).toBe(true);
    expect(isResetOpen({ requestedAt, failures: 4 }, new Date('2026-12-01T01:30:00.000Z'), SETTINGS)).toBe(false);
    expect(isResetOpen({ requestedAt, failures: 5 }, NOW, SETTINGS)).toBe(false);
  });
});
