import type { Assembly } from '../../template/assembly.ts';
import { AwsError } from '../aws-error.ts';
import type { Permission } from '../service.ts';
import { evaluate } from './evaluate.ts';
import { rolePolicies } from './role-policies.ts';

/** Throws AwsError AccessDeniedException unless the role's policies allow the call. */
export type Authorize = (roleArn: string, permission: Permission) => void;

/** Checks calls against the identity policies of the template's roles. */
export function createAuthorize(assembly: Assembly): Authorize {
  const policiesOf = rolePolicies(assembly);

  return (roleArn, permission) => {
    const decision = evaluate(policiesOf(roleArn), permission);
    if (decision === 'allowed') return;

    const { action, resource } = permission;
    const reason =
      decision === 'explicitly-denied'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;

    throw new AwsError(
      'AccessDeniedException',
      `User: ${sessionOf(roleArn)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    );
  };
}

/** `arn:aws:iam::1:role/path/name` as the session that assumed it. */
function sessionOf(roleArn: string): string {
  const accountId = roleArn.split(':')[4];
  const name = roleArn.split('/').at(-1);

  return `arn:aws:sts::${accountId}:assumed-role/${name}/local`;
}
