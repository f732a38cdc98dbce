import { describe, expect, it } from 'vitest';
import { requiredActions, sessionRole } from '../../../domain/users/user.ts';
import { isUserId } from '../../../domain/users/user-id.ts';

describe('requiredActions', () => {
  it.each([
    ['none', []],
    ['first-login', ['initial-setup', 'set-login-password']],
    ['after-login-reset', ['initial-setup']],
    ['transaction-password', ['set-transaction-password']],
  ] as const)('C-4, C-8 pending %s: %j', (pendingSetUp, actions) => {
    for (const confirmationFactors of ['mail-or-authenticator', 'authenticator-only'] as const) {
      const user = { pendingSetUp, authenticatorRegistered: true };

      expect(requiredActions(user, { confirmationFactors })).toEqual(actions);
    }
  });

  it.each([
    ['none', ['enrol-authenticator']],
    ['first-login', ['initial-setup', 'set-login-password']],
    ['transaction-password', ['set-transaction-password']],
  ] as const)('C-13 without an authenticator, where nothing else confirms, pending %s: %j', (pendingSetUp, actions) => {
    const user = { pendingSetUp, authenticatorRegistered: false };

    expect(requiredActions(user, { confirmationFactors: 'authenticator-only' })).toEqual(actions);
    expect(requiredActions(user, { confirmationFactors: 'mail-or-authenticator' })).not.toContain('enrol-authenticator');
  });
});

describe('sessionRole', () => {
  it('S-3 the representative becomes the master by applying; an added user never does', () => {
    expect(sessionRole({ role: 'master' }, { status: 'not-subscribed' })).toBe('representative');
    expect(sessionRole({ role: 'master' }, { status: 'active' })).toBe('master');
    expect(sessionRole({ role: 'user' }, { status: 'active' })).toBe('user');
  });
});

describe('isUserId', () => {
  it('takes 10 decimal digits without a leading zero, and nothing else', () => {
    expect(isUserId('1453935789')).toBe(true);
    expect(
      ['0453935789', '145393578', '14539357890', '145393578a', ' 1453935789', '1453935789\n', '１４５３９３５７８９', ''].filter(
        isUserId,
      ),
    ).toEqual([]);
  });
});
