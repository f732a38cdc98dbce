import type { SubmissionRefused } from './approvals/submit.ts';
import type { LoginNameErrorCode } from './credentials/login-name.ts';
import type { SetUpRefused } from './credentials/set-up-initially.ts';
import type { GroupRefused } from './groups/create-group.ts';
import type { GroupsNotDeleted } from './groups/delete-groups.ts';
import type { GroupEditRefused } from './groups/update-group.ts';
import type { FieldError } from './result.ts';
import type { TenantRefused } from './tenants/register-tenant.ts';
import type { UsersRefused } from './users/add-users.ts';
import type { UsersNotDeleted } from './users/delete-users.ts';
import type { InvitationsNotResent } from './users/resend-invitations.ts';
import type { AuthenticatorResetRefused } from './users/reset-authenticators.ts';
import type { UsersNotUpdated } from './users/update-users.ts';

type CodesOf<Refused> = Refused extends { readonly errors: readonly FieldError<infer Code>[] } ? Code : never;

/** Every code a field error of the domain can have; a table of public texts is complete when it has one for each. */
export type RuleErrorCode =
  | LoginNameErrorCode
  | CodesOf<
      | AuthenticatorResetRefused
      | GroupRefused
      | GroupEditRefused
      | GroupsNotDeleted
      | InvitationsNotResent
      | SetUpRefused
      | SubmissionRefused
      | TenantRefused
      | UsersRefused
      | UsersNotUpdated
      | UsersNotDeleted
    >;
