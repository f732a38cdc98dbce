import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LOGIN_PASSWORD, logIn, registeredTenant, setUp, subscribedTenant } from '../../support/people.ts';
import { everythingStored, storedItems } from '../../support/stored.ts';

const recordedLogins = (tenantId: string) =>
  storedItems(`LOGIN_HISTORY#${tenantId}`).map(({ userId, client, result }) => [userId, client, result]);

describe('the login history', () => {
  it('H-1 has one record of every login, successful or not, also while locked', async () => {
    const { tenantId, email } = await registeredTenant();
    const { userId } = await setUp(email);

    for (let failure = 1; failure <= 5; failure++) await logIn(userId, 'Wrong-99x');
    await logIn(userId, LOGIN_PASSWORD);

    const failures = Array.from({ length: 6 }, () => [userId, 'web', 'failure']);
    expect(recordedLogins(tenantId)).toEqual([[userId, 'web', 'success'], ...failures]);
  });

  it('H-1 with the kind of client', async () => {
    const { tenantId, master } = await subscribedTenant();

    await logIn(master.userId, LOGIN_PASSWORD, 'mobile');

    expect(recordedLogins(tenantId).at(-1)).toEqual([master.userId, 'mobile', 'success']);
  });

  it('H-1 holds no ID that nobody has: it may be a password typed in the wrong place', async () => {
    const loginId = `Secret-${randomUUID()}`;

    await logIn(loginId, loginId);

    const stored = everythingStored();
    expect(stored).not.toContain(loginId);
    expect(stored).not.toContain(loginId.toLowerCase());
  });
});
