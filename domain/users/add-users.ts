import { acquisitionPasswordErrors, type OrderRequest, orderingRefused } from '../certificates/ordering.ts';
import type { CertificatePasswordErrorCode } from '../certificates/passwords.ts';
import { type FieldError, ok, pointerTo, type Result, type RuleViolation, refuse } from '../result.ts';
import type { ServiceInactive } from '../subscriptions/certificate-service.ts';
import { admitUsers, type LimitReached, type Roster, type UnknownGroup, type UserLimit } from '../subscriptions/roster.ts';
import type { NameErrorCode } from '../text/plain-name.ts';
import { newUser, type User } from './user.ts';
import { checkUserName } from './user-name.ts';

/** Somebody to add, with the user ID made for the occasion. */
export type UserCandidate = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly groupId: string;
  readonly certificateOrder?: OrderRequest | undefined;
};

/** Groups that are not there (any more) or of another tenant, with a pointer for each user who was to join one. */
export type GroupNotFound = { readonly code: 'not-found'; readonly errors: readonly FieldError<'unknown-group'>[] };

export type UsersRefused =
  | RuleViolation<NameErrorCode | CertificatePasswordErrorCode>
  | GroupNotFound
  | LimitReached
  | ServiceInactive;

/**
 * U-2, U-3: decides whether new users are added, all of them or none. Answers the users in the order given and the
 * roster with their seats; both are saved together, on condition of the version of the roster passed in.
 */
export function addUsers(
  candidates: readonly UserCandidate[],
  { roster, limits }: { readonly roster: Roster; readonly limits: UserLimit },
): Result<{ readonly users: readonly User[]; readonly roster: Roster }, UsersRefused> {
  const inactive = orderingRefused(candidates, roster);
  if (inactive) return refuse(inactive);

  const users: User[] = [];
  const errors: FieldError<NameErrorCode | CertificatePasswordErrorCode>[] = acquisitionPasswordErrors(candidates);

  for (const [index, candidate] of candidates.entries()) {
    const name = checkUserName(candidate.name, pointerTo('users', index, 'name'));

    if (name.ok) users.push(newUser({ ...candidate, role: 'user', name: name.value }));
    else errors.push(name.refusal);
  }
  if (errors.length > 0) return refuse({ code: 'rule-violation', errors });

  const admitted = admitUsers(roster, candidates, limits);
  if (!admitted.ok) {
    return admitted.refusal.code === 'unknown-group'
      ? refuse({ code: 'not-found', errors: groupErrors(candidates, admitted.refusal) })
      : refuse(admitted.refusal);
  }

  return ok({ users, roster: admitted.value });
}

function groupErrors(candidates: readonly UserCandidate[], { groupIds }: UnknownGroup): FieldError<'unknown-group'>[] {
  return [...candidates.entries()]
    .filter(([, { groupId }]) => groupIds.includes(groupId))
    .map(([index]) => ({
      pointer: pointerTo('users', index, 'groupId'),
      code: 'unknown-group',
      detail: 'The tenant has no such group.',
    }));
}
