import { loginStatus, transactionStatus } from '../../domain/credentials/credentials.ts';
import type { User } from '../../domain/users/user.ts';
import type { CredentialFacts } from '../adapters/dynamodb/credentials.ts';
import type { Settings } from '../contracts/settings.ts';

type GroupName = { readonly groupId: string; readonly name: string };

/** U-1: a user as the API shows it. Certificates come with the certificate service. */
export function userReply(
  user: User,
  { login, transaction }: Pick<CredentialFacts, 'login' | 'transaction'>,
  { group, now, settings }: { group: GroupName | undefined; now: Date; settings: Settings },
) {
  const { userId, name, email, role, authenticatorRegistered, version } = user;

  return {
    userId,
    name,
    email,
    role,
    ...(group && { group: { groupId: group.groupId, name: group.name } }),
    authenticatorRegistered,
    loginStatus: loginStatus(login, now, settings),
    transactionStatus: transactionStatus(transaction, now, settings),
    certificate: { status: 'none' as const },
    version,
  };
}
