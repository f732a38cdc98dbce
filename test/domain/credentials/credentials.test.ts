import { describe, expect, it } from 'vitest';
import {
  invitedCredentials,
  isTemporaryPasswordGood,
  type LoginPassword,
  type LoginPasswordFacts,
  loginStatus,
  type TransactionPasswordFacts,
  temporaryPasswordEndsAt,
  transactionStatus,
} from '../../../domain/credentials/credentials.ts';
import { NO_MAIL_TOKENS } from '../../../domain/credentials/mail-token.ts';

const SETTINGS = { failuresBeforeLock: 5, temporaryPasswordDays: 14, resetCode: { minutes: 30, tries: 5 } };
const ISSUED = '2026-11-01T09:00:00.000Z';
const LAST_MOMENT = '2026-11-15T08:59:59.999Z';
const OVER = '2026-11-15T09:00:00.000Z';

const temporary = { kind: 'temporary', causeId: 'cause', issuedAt: ISSUED, failures: 0, underWay: {} } as const;
const reset = { kind: 'reset', requestedAt: ISSUED, failures: 0 } as const;
const invited = { kind: 'temporary', issuedAt: ISSUED, failures: 0 } as const;

describe('invitedCredentials', () => {
  it('U-4 starts with a temporary login password nobody has tried, and no transaction password', () => {
    expect(invitedCredentials('1453935789', 'cause', new Date(ISSUED))).toEqual({
      userId: '1453935789',
      login: temporary,
      transaction: { kind: 'unset' },
      mailTokens: NO_MAIL_TOKENS,
      version: 1,
    });
  });
});

describe('a temporary password', () => {
  it('C-4 is good for 14 days', () => {
    expect(temporaryPasswordEndsAt(ISSUED, SETTINGS)).toEqual(new Date(OVER));
    expect(isTemporaryPasswordGood(temporary, new Date(LAST_MOMENT), SETTINGS)).toBe(true);
    expect(isTemporaryPasswordGood(temporary, new Date(OVER), SETTINGS)).toBe(false);
  });

  it('C-4 is good for as many days as the setting says', () => {
    const settings = { ...SETTINGS, temporaryPasswordDays: 1 };

    expect(isTemporaryPasswordGood(temporary, new Date('2026-11-02T08:59:59.999Z'), settings)).toBe(true);
    expect(isTemporaryPasswordGood(temporary, new Date('2026-11-02T09:00:00.000Z'), settings)).toBe(false);
  });
});

describe('loginStatus', () => {
  it.each<[LoginPasswordFacts, string, string]>([
    [invited, LAST_MOMENT, 'invited'],
    [invited, OVER, 'invitation-expired'],
    [{ ...invited, failures: 4 }, LAST_MOMENT, 'invited'],
    [{ ...invited, failures: 5 }, LAST_MOMENT, 'locked'],
    [{ ...invited, failures: 5 }, OVER, 'locked'],
    [{ kind: 'chosen', failures: 0 }, OVER, 'active'],
    [{ kind: 'chosen', failures: 4 }, OVER, 'active'],
    [{ kind: 'chosen', failures: 5 }, OVER, 'locked'],
    [reset, '2026-11-01T09:29:59.999Z', 'reset-pending'],
    [reset, '2026-11-01T09:30:00.000Z', 'locked'],
    [{ ...reset, failures: 5 }, '2026-11-01T09:00:01.000Z', 'locked'],
    [{ kind: 'reset-expired' }, OVER, 'locked'],
  ])('U-1 C-7 of %j at %s is %s', (password, now, status) => {
    expect(loginStatus(password, new Date(now), SETTINGS)).toBe(status);
  });

  it('U-1 shows no lock for tries that are under way and may be right', () => {
    const began = '2026-11-02T09:00:00.000Z';
    const password: LoginPassword = { ...temporary, underWay: { a: began, b: began, c: began, d: began, e: began } };

    expect(loginStatus(password, new Date(began), SETTINGS)).toBe('invited');
  });
});

describe('transactionStatus', () => {
  it.each<[TransactionPasswordFacts, string]>([
    [{ kind: 'unset' }, 'unset'],
    [{ kind: 'chosen', failures: 0 }, 'active'],
    [{ kind: 'chosen', failures: 4 }, 'active'],
    [{ kind: 'chosen', failures: 5 }, 'locked'],
    [{ kind: 'reset' }, 'reset-pending'],
  ])('U-1 of %j is %s', (password, status) => {
    expect(transactionStatus(password, new Date(OVER), SETTINGS)).toBe(status);
  });
});

describe('a lock that ends by itself', () => {
  const settings = { ...SETTINGS, unlockAfterMinutes: 30 };
  const locked = { failures: 5, lockedAt: ISSUED } as const;
  const [shortOf, after] = [new Date('2026-11-01T09:29:59.999Z'), new Date('2026-11-01T09:30:00.000Z')];

  it('U-1 shows as locked no longer than the setting says, for both passwords', () => {
    for (const [at, status] of [
      [shortOf, 'locked'],
      [after, 'active'],
    ] as const) {
      expect(loginStatus({ kind: 'chosen', ...locked }, at, settings)).toBe(status);
      expect(transactionStatus({ kind: 'chosen', ...locked }, at, settings)).toBe(status);
    }
    expect(loginStatus({ ...invited, ...locked }, after, settings)).toBe('invited');
  });

  it('U-1 shows as locked for good without the setting', () => {
    for (const never of [SETTINGS, { ...SETTINGS, unlockAfterMinutes: null }]) {
      expect(loginStatus({ kind: 'chosen', ...locked }, new Date(OVER), never)).toBe('locked');
      expect(transactionStatus({ kind: 'chosen', ...locked }, new Date(OVER), never)).toBe('locked');
    }
  });
});
