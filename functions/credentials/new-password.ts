import type { Credentials } from '../../domain/credentials/credentials.ts';
import { loginPasswordErrors, transactionPasswordErrors } from '../../domain/credentials/password-rules.ts';
import { personalInformationOf } from '../../domain/credentials/personal-information.ts';
import { refuse } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { Settings } from '../contracts/settings.ts';
import { verifyPassword } from '../runtime/passwords.ts';

type Circumstances = {
  readonly user: User;
  readonly tenant: Tenant;
  readonly credentials: Credentials;
  readonly settings: Settings;
};

const POINTER = '/newPassword';

/** C-1 to C-3: the refusal of a new password that breaks a rule; `undefined` = it may be set. */
export async function newPasswordRefused(
  which: 'login' | 'transaction',
  newPassword: string,
  { user, tenant, credentials, settings }: Circumstances,
) {
  const rules = { personal: personalInformationOf(user, tenant), pointer: POINTER };
  const errors =
    which === 'login'
      ? loginPasswordErrors(newPassword, { ...rules, length: settings.loginPasswordLength })
      : transactionPasswordErrors(newPassword, { ...rules, length: settings.transactionPasswordLength });
  if (errors.length > 0) return refuse({ code: 'rule-violation' as const, errors });

  if (await equalsOther(which, newPassword, credentials)) {
    return refuse({ code: 'rule-violation' as const, errors: [{ pointer: POINTER, code: 'passwords-equal' as const }] });
  }

  return undefined;
}

/** C-2: whether it equals the user's other password, of which only the hash is there to compare with. */
async function equalsOther(
  which: 'login' | 'transaction',
  newPassword: string,
  { login, transaction }: Credentials,
): Promise<boolean> {
  const other = which === 'login' ? transaction : login;

  return other.kind === 'chosen' && verifyPassword(newPassword, other.hash);
}
