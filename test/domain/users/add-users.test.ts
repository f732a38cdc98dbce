import { describe, expect, it } from 'vitest';
import { addUsers } from '../../../domain/users/add-users.ts';
import { LIMITS, rosterWith } from '../subscriptions/arbitraries.ts';

const withService = { ...rosterWith({ a: 0 }), certificates: { status: 'active', serviceId: 'service-1' } } as const;

const candidate = (userId: string, name: string, groupId: string) => ({
  userId,
  name,
  email: `${userId}@example.co.jp`,
  groupId,
});

describe('addUsers', () => {
  it('U-2 answers the users in the order given, invited, and the roster with their seats', () => {
    const roster = rosterWith({ a: 1, b: 0 });

    const added = addUsers([candidate('1000000001', ' 青空 花子 ', 'b'), candidate('1000000002', 'Jiro', 'a')], {
      roster,
      limits: LIMITS,
    });

    expect(added).toMatchObject({
      ok: true,
      value: {
        users: [
          {
            role: 'user',
            userId: '1000000001',
            name: '青空 花子',
            email: '1000000001@example.co.jp',
            pendingSetUp: 'first-login',
            authenticatorRegistered: false,
            version: 1,
          },
          { userId: '1000000002', name: 'Jiro' },
        ],
        roster: {
          groups: { a: { members: ['a-0', '1000000002'] }, b: { members: ['1000000001'] } },
          version: roster.version + 1,
        },
      },
    });
  });

  it('U-2 refuses the whole batch for bad names, each with its pointer', () => {
    const candidates = [candidate('1', '', 'a'), candidate('2', 'x'.repeat(64), 'a'), candidate('3', 'x'.repeat(65), 'a')];

    const added = addUsers(candidates, { roster: rosterWith({ a: 0 }), limits: LIMITS });

    expect(added.ok || added.refusal).toMatchObject({
      code: 'rule-violation',
      errors: [
        { pointer: '/users/0/name', code: 'name-empty' },
        { pointer: '/users/2/name', code: 'name-too-long', params: { max: 64 } },
      ],
    });
  });

  it('U-2, R-1 points at everybody who was to join a group that is not there', () => {
    const candidates = [candidate('1', 'A', 'gone'), candidate('2', 'B', 'a'), candidate('3', 'C', 'gone')];

    const added = addUsers(candidates, { roster: rosterWith({ a: 0 }), limits: LIMITS });

    expect(added.ok || added.refusal).toMatchObject({
      code: 'not-found',
      errors: [{ pointer: '/users/0/groupId' }, { pointer: '/users/2/groupId' }],
    });
  });

  it('U-2 X-1 takes certificate orders while the certificate service is active, and refuses the whole batch while it is not', () => {
    const certificateOrder = { acquisitionPassword: 'Kumo2468' };
    const candidates = [candidate('1', 'A', 'a'), { ...candidate('2', 'B', 'a'), certificateOrder }];

    expect(addUsers(candidates, { roster: withService, limits: LIMITS })).toMatchObject({
      ok: true,
      value: { users: [{ userId: '1' }, { userId: '2' }], roster: { version: withService.version + 1 } },
    });
    expect(addUsers(candidates, { roster: rosterWith({ a: 0 }), limits: LIMITS })).toEqual({
      ok: false,
      refusal: { code: 'certificate-service-inactive' },
    });
  });

  it('U-2 X-3 points at every acquisition password that cannot be one, beside whatever else is wrong', () => {
    const ordering = (acquisitionPassword: string) => ({ certificateOrder: { acquisitionPassword } });
    const candidates = [
      { ...candidate('1', 'A', 'a'), ...ordering('short1') },
      { ...candidate('2', '', 'a'), ...ordering('Kumo2468') },
      { ...candidate('3', 'C', 'a'), ...ordering('Kumo-2468') },
    ];
    const added = addUsers(candidates, { roster: withService, limits: LIMITS });
    const errors = added.ok || added.refusal.code !== 'rule-violation' ? [] : added.refusal.errors;

    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()).toEqual([
      '/users/0/certificateOrder/acquisitionPassword password-too-short',
      '/users/1/name name-empty',
      '/users/2/certificateOrder/acquisitionPassword password-characters',
    ]);
  });

  it('U-3 refuses a batch that goes past 100 users', () => {
    const candidates = [candidate('1', 'A', 'a'), candidate('2', 'B', 'a')];

    expect(addUsers(candidates, { roster: rosterWith({ a: 99 }), limits: LIMITS })).toEqual({
      ok: false,
      refusal: { code: 'limit-reached', limit: 100, remaining: 1 },
    });
  });
});
