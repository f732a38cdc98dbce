import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { addedPerson, createGroup, type Person, subscribedTenant, type TestTenant } from '../../support/people.ts';

type Tenant = TestTenant & { master: Person; member: Person; groupId: string; strongerGroupId: string };

/** The parts of a session token: tenant, subscription, user, group and secret. */
type Parts = [tenantId: string, subscriptionId: string, userId: string, groupId: string, secret: string];

const partsOf = (token: string) => token.split('.') as Parts;
const me = (token: string) => call('GET', '/me', { token });

async function tenantWithMember(): Promise<Tenant> {
  const tenant = await subscribedTenant();
  const groupId = await createGroup(tenant.master, '照会');
  const strongerGroupId = await createGroup(tenant.master, '管理', { userAdministration: true });

  return { ...tenant, groupId, strongerGroupId, member: await addedPerson(tenant.master, groupId) };
}

describe('a forged session token is refused', () => {
  let own: Tenant;
  let other: Tenant;

  beforeAll(async () => {
    own = await tenantWithMember();
    other = await tenantWithMember();
  });

  it('R-1 with the ID of another tenant, another user or another subscription in it', async () => {
    const [tenantId, subscriptionId, userId, groupId, secret] = partsOf(own.member.token);
    const [otherTenantId, otherSubscriptionId, otherUserId, otherGroupId] = partsOf(other.member.token);

    const forged: Record<string, Parts> = {
      'another tenant': [otherTenantId, subscriptionId, userId, groupId, secret],
      'another tenant, subscription and user': [otherTenantId, otherSubscriptionId, otherUserId, otherGroupId, secret],
      'another subscription': [tenantId, otherSubscriptionId, userId, groupId, secret],
      'no subscription': [tenantId, '-', userId, '-', secret],
      'the user of another tenant': [tenantId, subscriptionId, otherUserId, groupId, secret],
      'the master of the own tenant': [tenantId, '-', own.master.userId, '-', secret],
      'the master of another tenant': [otherTenantId, '-', other.master.userId, '-', secret],
    };

    for (const [name, parts] of Object.entries(forged)) {
      expectProblem(await me(parts.join('.')), 'unauthenticated', 401);
      expectProblem(await call('GET', '/users', { token: parts.join('.') }), 'unauthenticated', 401);
      expect(parts.join('.'), name).not.toBe(own.member.token);
    }
  });

  it('R-1 with a wrong secret: changed by one character, another session’s, shortened or lengthened', async () => {
    const [tenantId, subscriptionId, userId, groupId, secret] = partsOf(own.member.token);
    const first = secret.startsWith('A') ? 'B' : 'A';
    const secrets = [
      `${first}${secret.slice(1)}`,
      partsOf(own.master.token)[4],
      secret.slice(0, -1),
      `${secret}A`,
      'A'.repeat(43),
      '',
      secret.toUpperCase(),
    ];

    for (const wrong of secrets) {
      expectProblem(await me([tenantId, subscriptionId, userId, groupId, wrong].join('.')), 'unauthenticated', 401);
    }
  });

  it('G-9 R-1 and another group in it gives none of its rights', async () => {
    const [tenantId, subscriptionId, userId, , secret] = partsOf(own.member.token);

    for (const groupId of [own.strongerGroupId, other.strongerGroupId, '-', 'nothing']) {
      const token = [tenantId, subscriptionId, userId, groupId, secret].join('.');

      expect((await me(token)).body).toMatchObject({
        group: { groupId: own.groupId },
        permissions: { userAdministration: false },
      });
      expectProblem(await call('GET', '/users', { token }), 'permission-denied', 403);
    }
  });

  it('R-6 that is no token at all', async () => {
    const { token } = own.member;
    const broken = [
      token.slice(0, 20),
      token.slice(0, -44),
      `${token}.${token}`,
      token.replaceAll('.', ' '),
      token.replaceAll('.', '..'),
      token.replace('t-', 'T-'),
      token.replace('.', '#'),
      `ÿ${token}`,
      'é'.repeat(100),
      encodeURIComponent('😀'.repeat(50)),
      'x'.repeat(6_000),
      `${'t'.repeat(6_000)}${token}`,
      '....',
      'null',
      '__proto__',
      '',
    ];

    for (const wrong of broken) expectProblem(await me(wrong), 'unauthenticated', 401);
  });

  it('R-6 in a header of another form; `Bearer` may be written in any case', async () => {
    const { token } = own.member;
    const withHeader = (authorization: string) => call('GET', '/me', { headers: { authorization } });

    for (const wrong of [
      token,
      `Basic ${token}`,
      `Bearer${token}`,
      `Bearer ${token} ${token}`,
      `Bearer ${token},Bearer ${token}`,
      'Bearer',
      '',
    ]) {
      expectProblem(await withHeader(wrong), 'unauthenticated', 401);
    }
    expect((await withHeader(`bearer ${token}`)).status).toBe(200);
  });

  it('R-6 sent anywhere else than in the header', async () => {
    const { token } = own.member;

    expectProblem(await call('GET', `/me?access_token=${token}`), 'unauthenticated', 401);
    expectProblem(await call('GET', '/me', { headers: { cookie: `token=${token}` } }), 'unauthenticated', 401);
    expectProblem(await call('DELETE', '/sessions/current', { body: { token } }), 'unauthenticated', 401);
  });
});
