import { describe, expect, it } from 'vitest';
import { type ChosenPasswords, setUpInitially } from '../../../domain/credentials/set-up-initially.ts';
import { newUser, type PendingSetUp } from '../../../domain/users/user.ts';

const USER = newUser({ userId: '1453935789', role: 'master', name: '青空 太郎', email: 'taro@example.co.jp' });
const RULES = {
  settings: { loginPasswordLength: { min: 6, max: 10 }, transactionPasswordLength: { min: 6, max: 10 } },
  personal: { userId: USER.userId, email: USER.email, accountNumbers: ['1000088'], birthDate: '1970-04-01' },
};

const setUp = (passwords: ChosenPasswords, pendingSetUp: PendingSetUp = 'first-login') =>
  setUpInitially({ ...USER, pendingSetUp }, passwords, RULES);

function errorsOf(...asked: Parameters<typeof setUp>): string[] {
  const result = setUp(...asked);

  return result.ok || result.refusal.code !== 'rule-violation'
    ? []
    : result.refusal.errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('setUpInitially', () => {
  it('C-4 ends what is pending and, with the epoch, every other session; nothing else about the user changes', () => {
    expect(setUp({ loginPassword: 'Mizu-2468', transactionPassword: 'Kaze-1357' })).toEqual({
      ok: true,
      value: { ...USER, pendingSetUp: 'none', epoch: 2 },
    });
  });

  it('C-4 requires a login password after a temporary one, and not after a reset', () => {
    expect(errorsOf({ transactionPassword: 'Kaze-1357' })).toEqual(['/loginPassword login-password-required']);
    expect(setUp({ transactionPassword: 'Kaze-1357' }, 'after-login-reset').ok).toBe(true);
    expect(setUp({ transactionPassword: 'Kaze-1357', loginPassword: 'Mizu-2468' }, 'after-login-reset').ok).toBe(true);
  });

  it('C-2 refuses two equal passwords', () => {
    expect(errorsOf({ loginPassword: 'Mizu-2468', transactionPassword: 'Mizu-2468' })).toEqual([
      '/transactionPassword passwords-equal',
    ]);
  });

  it('C-1, C-3 reports what is wrong with either, each at its own pointer', () => {
    expect(errorsOf({ loginPassword: 'abcdef', transactionPassword: 'x1000088' })).toEqual([
      '/transactionPassword password-contains-personal-information',
      '/loginPassword password-needs-digit',
    ]);
  });

  it.each(['none', 'transaction-password'] as const)('C-4 is refused while %s is pending', (pendingSetUp) => {
    expect(setUp({ loginPassword: 'Mizu-2468', transactionPassword: 'Kaze-1357' }, pendingSetUp)).toEqual({
      ok: false,
      refusal: { code: 'wrong-state' },
    });
  });
});
