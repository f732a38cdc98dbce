import { describe, expect, it } from 'vitest';
import {
  invitedCredentials,
  isTemporaryPasswordGood,
  type LoginPasswordFacts,
  loginStatus,
  type TransactionPasswordFacts,
  transactionStatus,
} from '../../../domain/credentials/credentials.ts';
import { NO_MAIL_TOKENS } from '../../../domain/credentials/mail-token.ts';

const SETTINGS = { failuresBeforeLock: 5, temporaryPasswordDays: 14 };
const ISSUED = '2026-11-01T09:00:00.000Z';
const LAST_MOMENT = '2026-11-15T08:59:59.999Z';
const OVER = '2026-11-15T09:00:00.000Z';

const temporary = { kind: 'temporary', causeId: 'cause', issuedAt: ISSUED, failures: 0 } as const;

describe('invitedCredentials', () => {
  it('U-4 starts with a temporary login password and no transaction password', () => {
    expect(invitedCredentials('cause', new Date(ISSUED))).toEqual({
      login: temporary,
      transaction: { kind: 'unset' },
      mailTokens: NO_MAIL_TOKENS,
    });
  });
});

describe('isTemporaryPasswordGood', () => {
  it('C-4 is good for 14 days', () => {
    expect(isTemporaryPasswordGood(temporary, new Date(LAST_MOMENT), SETTINGS)).toBe(true);
    expect(isTemporaryPasswordGood(temporary, new Date(OVER), SETTINGS)).toBe(false);
  });
});

describe('loginStatus', () => {
  it.each<[LoginPasswordFacts, string, string]>([
    [temporary, LAST_MOMENT, 'invited'],
    [temporary, OVER, 'invitation-expired'],
    [{ ...temporary, failures: 4 }, LAST_MOMENT, 'invited'],
    [{ ...temporary, failures: 5 }, OVER, 'locked'],
    [{ kind: 'chosen', failures: 0 }, OVER, 'active'],
    [{ kind: 'chosen', failures: 4 }, OVER, 'active'],
    [{ kind: 'chosen', failures: 5 }, OVER, 'locked'],
    [{ kind: 'reset' }, OVER, 'reset-pending'],
  ])('U-1 of %j at %s is %s', (password, now, status) => {
    expect(loginStatus(password, new Date(now), SETTINGS)).toBe(status);
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
    expect(transactionStatus(password, SETTINGS)).toBe(status);
  });
});
