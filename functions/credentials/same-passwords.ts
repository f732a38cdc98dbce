import type { Credentials } from '../../domain/credentials/credentials.ts';
import { verifyPassword } from '../runtime/passwords.ts';

/** C-2: whether a new password equals the user's other one, of which only the hash is there to compare with. */
export async function equalsOther(
  which: 'login' | 'transaction',
  newPassword: string,
  { login, transaction }: Credentials,
): Promise<boolean> {
  const other = which === 'login' ? transaction : login;

  return other.kind === 'chosen' && verifyPassword(newPassword, other.hash);
}
