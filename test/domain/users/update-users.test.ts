import { describe, expect, it } from 'vitest';
import type { Roster } from '../../../domain/subscriptions/roster.ts';
import { type UserEdit, updateUsers } from '../../../domain/users/update-users.ts';
import { newUser, type User } from '../../../domain/users/user.ts';
import { EMPTY_ROSTER } from '../subscriptions/arbitraries.ts';

const MASTER = EMPTY_ROSTER.masterUserId;
const roster: Roster = {
  ...EMPTY_ROSTER,
  groups: {
    plain: { nameDigest: 'plain', members: ['hanako', 'jiro'] },
    admins: { nameDigest: 'admins', members: ['saburo'] },
    others: { nameDigest: 'others', members: [] },
    empty: { nameDigest: 'empty', members: [] },
  },
};
const withService: Roster = { ...roster, certificates: { status: 'active', serviceId: 'service-1' } };
const users = new Map<string, User>(
  ['hanako', 'jiro', 'saburo', MASTER].map((userId) => [
    userId,
    {
      ...newUser({ userId, role: userId === MASTER ? 'master' : 'user', name: userId, email: `${userId}@example.co.jp` }),
      version: 3,
    },
  ]),
);
const master = { userId: MASTER };
const saburo = { userId: 'saburo', groupId: 'admins' };

function edit(
  edits: readonly UserEdit[],
  actor: { userId: string; groupId?: string } = master,
  assignableGroups: 'own-row' | 'all-edits' = 'own-row',
  current: Roster = roster,
) {
  return updateUsers(edits, {
    actor,
    roster: current,
    users,
    administrationGroups: new Set(['admins', 'others']),
    settings: { assignableGroups },
  });
}

const row = (userId: string, changes: Partial<UserEdit> = {}): UserEdit => ({ userId, version: 3, ...changes });

describe('updateUsers', () => {
  it('U-5 edits what a row names, leaves the rest, and moves the version of who changed', () => {
    const result = edit([row('hanako', { name: ' 花子 ', groupId: 'empty' }), row('jiro', { email: 'new@example.co.jp' })]);

    expect(result).toMatchObject({
      ok: true,
      value: {
        users: [
          { after: { userId: 'hanako', name: '花子', email: 'hanako@example.co.jp', version: 4 }, movedTo: 'empty' },
          { after: { userId: 'jiro', name: 'jiro', email: 'new@example.co.jp', version: 4 }, movedTo: undefined },
        ],
        roster: { groups: { plain: { members: ['jiro'] }, empty: { members: ['hanako'] } }, version: roster.version + 1 },
      },
    });
  });

  it('U-5 changes neither user nor roster when a row says what is so already', () => {
    const result = edit([row('hanako', { name: 'hanako', email: 'hanako@example.co.jp', groupId: 'plain' })]);

    expect(result.ok && result.value.users[0]?.after).toBe(users.get('hanako'));
    expect(result.ok && result.value.roster).toBe(roster);
  });

  it('R-1 U-5 points at users and groups that are not there, the names of inherited properties among them', () => {
    const result = edit([row('hanako'), row('nobody'), row('jiro', { groupId: 'constructor' })]);

    expect(result).toMatchObject({
      refusal: {
        code: 'not-found',
        errors: [
          { pointer: '/users/1/userId', code: 'unknown-user' },
          { pointer: '/users/2/groupId', code: 'unknown-group' },
        ],
      },
    });
  });

  it('U-5 points at every stale row', () => {
    expect(edit([row('hanako', { version: 2 }), row('jiro'), row('saburo', { version: 4 })])).toMatchObject({
      refusal: { code: 'version-conflict', errors: [{ pointer: '/users/0/version' }, { pointer: '/users/2/version' }] },
    });
  });

  it('U-10 lets the master edit the own row, in no group, and nobody else', () => {
    expect(edit([row(MASTER, { name: '太郎' })])).toMatchObject({ ok: true, value: { users: [{ after: { name: '太郎' } }] } });
    expect(edit([row(MASTER, { groupId: 'admins' })])).toMatchObject({
      refusal: { code: 'rule-violation', errors: [{ pointer: '/users/0/groupId', code: 'master-has-no-group' }] },
    });
    expect(edit([row('hanako'), row(MASTER, { name: '太郎' })], saburo)).toMatchObject({
      refusal: { code: 'permission-denied', errors: [{ pointer: '/users/1/userId', code: 'master-only' }] },
    });
  });

  it('U-6 moves a user administrator only to a group with the right, and others anywhere', () => {
    expect(edit([row('saburo', { groupId: 'plain' })], saburo)).toMatchObject({
      refusal: { code: 'self-restriction', errors: [{ pointer: '/users/0/groupId', code: 'group-needs-user-administration' }] },
    });
    expect(edit([row('saburo', { groupId: 'others' })], saburo).ok).toBe(true);
    expect(edit([row('saburo', { groupId: 'admins', name: '三郎' })], saburo).ok).toBe(true);
    expect(edit([row('hanako', { groupId: 'empty' })], saburo).ok).toBe(true);
    expect(edit([row('saburo', { groupId: 'plain' })]).ok).toBe(true);
  });

  it('U-7 `all-edits` widens that to every row a user administrator moves, not to the master', () => {
    expect(edit([row('hanako', { groupId: 'empty' })], saburo, 'all-edits')).toMatchObject({
      refusal: { code: 'self-restriction', errors: [{ pointer: '/users/0/groupId' }] },
    });
    expect(edit([row('hanako', { groupId: 'others' })], saburo, 'all-edits').ok).toBe(true);
    expect(edit([row('hanako', { groupId: 'plain', name: '花子' })], saburo, 'all-edits').ok).toBe(true);
    expect(edit([row('hanako', { groupId: 'empty' })], master, 'all-edits').ok).toBe(true);
  });

  it('U-5 X-1 orders a certificate, new or again, which alone moves the version of the user and not of the roster', () => {
    const certificateOrder = { acquisitionPassword: 'Kumo2468' };
    const result = edit([row('hanako', { certificateOrder }), row('jiro')], master, 'own-row', withService);

    expect(result).toMatchObject({
      ok: true,
      value: {
        users: [
          { after: { userId: 'hanako', name: 'hanako', version: 4 }, ordered: certificateOrder },
          { after: { userId: 'jiro', version: 3 }, ordered: undefined },
        ],
      },
    });
    expect(result.ok && result.value.roster).toBe(withService);
  });

  it('X-1 orders nothing without the certificate service, and edits nobody then', () => {
    const ordering = row('jiro', { certificateOrder: { acquisitionPassword: 'Kumo2468' } });

    expect(edit([row('hanako', { name: '花子' }), ordering])).toEqual({
      ok: false,
      refusal: { code: 'certificate-service-inactive' },
    });
  });

  it('X-3 points at every acquisition password that cannot be one', () => {
    const ordering = (userId: string, acquisitionPassword: string) => row(userId, { certificateOrder: { acquisitionPassword } });
    const edits = [ordering('hanako', 'Kumo2468'), ordering('jiro', 'short1'), ordering('saburo', 'くも24682468')];

    expect(edit(edits, master, 'own-row', withService)).toMatchObject({
      refusal: {
        code: 'rule-violation',
        errors: [
          { pointer: '/users/1/certificateOrder/acquisitionPassword', code: 'password-too-short', params: { min: 8 } },
          { pointer: '/users/2/certificateOrder/acquisitionPassword', code: 'password-characters' },
        ],
      },
    });
  });

  it('U-10 the certificate of the master is ordered by the master only', () => {
    const ordering = row(MASTER, { certificateOrder: { acquisitionPassword: 'Kumo2468' } });

    expect(edit([ordering], master, 'own-row', withService).ok).toBe(true);
    expect(edit([ordering], saburo, 'own-row', withService)).toMatchObject({
      refusal: { code: 'permission-denied', errors: [{ pointer: '/users/0/userId', code: 'master-only' }] },
    });
  });

  it('U-5 points at every name that cannot be one', () => {
    expect(edit([row('hanako', { name: 'a\nb' }), row('jiro', { name: ' ' })])).toMatchObject({
      refusal: {
        code: 'rule-violation',
        errors: [
          { pointer: '/users/0/name', code: 'name-characters' },
          { pointer: '/users/1/name', code: 'name-empty' },
        ],
      },
    });
  });
});
