import { acquisitionPasswordErrors, type OrderRequest, orderingRefused } from '../certificates/ordering.ts';
import type { CertificatePasswordErrorCode } from '../certificates/passwords.ts';
import { type NotFound, rowErrors, type SelfRestriction, type VersionConflict } from '../refusals.ts';
import { type FieldError, ok, pointerTo, type Result, type RuleViolation, refuse } from '../result.ts';
import type { ServiceInactive } from '../subscriptions/certificate-service.ts';
import { groupOf, isLiveUser, moveUsers, type Placement, type Roster } from '../subscriptions/roster.ts';
import type { NameErrorCode } from '../text/plain-name.ts';
import { type Administrator, isUserAdministrator } from './administrator.ts';
import { type AssignableGroups, needsAdministrationGroup } from './assignable-groups.ts';
import type { User } from './user.ts';
import { checkUserName } from './user-name.ts';

/** What is to become of a user, with the version that was read; what is left out stays. */
export type UserEdit = {
  readonly userId: string;
  readonly version: number;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly groupId?: string | undefined;
  /** A certificate to be ordered, new or again. */
  readonly certificateOrder?: OrderRequest | undefined;
};

/** A user before and after an edit; both the same when the edit changes nothing. */
export type EditedUser = {
  readonly before: User;
  readonly after: User;
  readonly movedTo: string | undefined;
  readonly ordered: OrderRequest | undefined;
};

/** The master's own data are the master's business (U-10). */
export type MasterOnly = { readonly code: 'permission-denied'; readonly errors: readonly FieldError<'master-only'>[] };

export type UsersNotUpdated =
  | NotFound<'unknown-user' | 'unknown-group'>
  | MasterOnly
  | VersionConflict
  | RuleViolation<EditErrorCode>
  | ServiceInactive
  | SelfRestriction<'group-needs-user-administration'>;

type EditErrorCode = NameErrorCode | CertificatePasswordErrorCode | 'master-has-no-group';

type Surroundings = {
  readonly actor: Administrator;
  readonly roster: Roster;
  /** The users named in the edits, as far as there are such. */
  readonly users: ReadonlyMap<string, User>;
  /** Of the groups named in the edits, those that have the right `userAdministration`. */
  readonly administrationGroups: ReadonlySet<string>;
  readonly settings: AssignableGroups;
};

/**
 * U-5 to U-7, U-10: decides edits of users, all of them or none. Answers the users in the order given and the roster,
 * which is the one passed in when nobody changes the group. All is saved together, on condition of the versions of the
 * users and of the roster passed in.
 */
export function updateUsers(
  edits: readonly UserEdit[],
  surroundings: Surroundings,
): Result<{ readonly users: readonly EditedUser[]; readonly roster: Roster }, UsersNotUpdated> {
  const barred =
    notThere(edits, surroundings) ??
    masterOnly(edits, surroundings) ??
    stale(edits, surroundings) ??
    orderingRefused(edits, surroundings.roster);
  if (barred) return refuse(barred);

  const moves = edits.flatMap((edit) => moveOf(edit, surroundings.roster));
  const restricted = restrictedMoves(edits, moves, surroundings);
  if (restricted) return refuse(restricted);

  const edited = editedUsers(edits, moves, surroundings);
  if (!edited.ok) return edited;
  if (moves.length === 0) return ok({ users: edited.value, roster: surroundings.roster });

  const moved = moveUsers(surroundings.roster, moves);
  // Who and what is not there has been refused above.
  if (!moved.ok) throw new Error(`A checked move was refused: ${moved.refusal.code}`);

  return ok({ users: edited.value, roster: moved.value });
}

function notThere(
  edits: readonly UserEdit[],
  { roster, users }: Surroundings,
): NotFound<'unknown-user' | 'unknown-group'> | undefined {
  const unknownUsers = rowErrors('users', edits, ({ userId }) => !isLiveUser(roster, userId) || !users.has(userId), {
    at: 'userId',
    code: 'unknown-user',
    detail: 'The tenant has no such user.',
  });
  const unknownGroups = rowErrors(
    'users',
    edits,
    ({ groupId }) => groupId !== undefined && !Object.hasOwn(roster.groups, groupId),
    {
      at: 'groupId',
      code: 'unknown-group',
      detail: 'The tenant has no such group.',
    },
  );
  const errors = [...unknownUsers, ...unknownGroups];

  return errors.length > 0 ? { code: 'not-found', errors } : undefined;
}

function masterOnly(edits: readonly UserEdit[], { actor, roster }: Surroundings): MasterOnly | undefined {
  if (!isUserAdministrator(actor)) return undefined;

  const errors = rowErrors('users', edits, ({ userId }) => userId === roster.masterUserId, {
    at: 'userId',
    code: 'master-only',
    detail: 'The master edits the own row alone (U-10).',
  });

  return errors.length > 0 ? { code: 'permission-denied', errors } : undefined;
}

function stale(edits: readonly UserEdit[], { users }: Surroundings): VersionConflict | undefined {
  const errors = rowErrors('users', edits, ({ userId, version }) => users.get(userId)?.version !== version, {
    at: 'version',
    code: 'stale-version',
    detail: 'The user has changed since it was read (U-5).',
  });

  return errors.length > 0 ? { code: 'version-conflict', errors } : undefined;
}

/** The move an edit asks for, if it is one; the master has no group to move from (U-10). */
function moveOf({ userId, groupId }: UserEdit, roster: Roster): Placement[] {
  const isMove = groupId !== undefined && userId !== roster.masterUserId && groupId !== groupOf(roster, userId);

  return isMove ? [{ userId, groupId }] : [];
}

function restrictedMoves(
  edits: readonly UserEdit[],
  moves: readonly Placement[],
  { actor, administrationGroups, settings }: Surroundings,
): SelfRestriction<'group-needs-user-administration'> | undefined {
  const restricted = moves
    .filter(({ userId }) => needsAdministrationGroup(actor, userId, settings))
    .filter(({ groupId }) => !administrationGroups.has(groupId))
    .map(({ userId }) => userId);

  const errors = rowErrors('users', edits, ({ userId }) => restricted.includes(userId), {
    at: 'groupId',
    code: 'group-needs-user-administration',
    detail: 'Only a group with userAdministration (U-6, U-7).',
  });

  return errors.length > 0 ? { code: 'self-restriction', errors } : undefined;
}

function editedUsers(
  edits: readonly UserEdit[],
  moves: readonly Placement[],
  { roster, users }: Surroundings,
): Result<EditedUser[], RuleViolation<EditErrorCode>> {
  const masterMoves: FieldError<EditErrorCode>[] = rowErrors(
    'users',
    edits,
    ({ userId, groupId }) => userId === roster.masterUserId && groupId !== undefined,
    { at: 'groupId', code: 'master-has-no-group', detail: 'The master is in no group (U-10).' },
  );
  const errors = [...masterMoves, ...acquisitionPasswordErrors(edits)];

  const edited = edits.flatMap((edit, index): EditedUser[] => {
    const before = users.get(edit.userId);
    if (before === undefined) return [];

    const name = edit.name === undefined ? ok(before.name) : checkUserName(edit.name, pointerTo('users', index, 'name'));
    if (!name.ok) {
      errors.push(name.refusal);
      return [];
    }

    const movedTo = moves.find(({ userId }) => userId === edit.userId)?.groupId;
    const ordered = edit.certificateOrder;
    const content = { name: name.value, email: edit.email ?? before.email };
    const alsoOtherwise = movedTo !== undefined || ordered !== undefined;

    return [{ before, after: editedUser(before, content, alsoOtherwise), movedTo, ordered }];
  });

  return errors.length > 0 ? refuse({ code: 'rule-violation', errors }) : ok(edited);
}

/** The version moves with any change, and with a change only. Of a new mail address nothing has come back yet. */
function editedUser(before: User, { name, email }: Pick<User, 'name' | 'email'>, alsoOtherwise: boolean): User {
  const changed = name !== before.name || email !== before.email || alsoOtherwise;
  if (!changed) return before;

  const { emailFailure: _, ...elsewhere } = before;

  return { ...(email === before.email ? before : elsewhere), name, email, version: before.version + 1 };
}
