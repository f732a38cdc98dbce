import type { UserCertificate } from '../../domain/certificates/user-certificate.ts';
import { loginStatus, transactionStatus } from '../../domain/credentials/credentials.ts';
import type { User } from '../../domain/users/user.ts';
import type { CredentialFacts } from '../adapters/dynamodb/credentials.ts';
import type { Settings } from '../contracts/settings.ts';

type Surroundings = {
  readonly group: { readonly groupId: string; readonly name: string } | undefined;
  readonly certificate: UserCertificate;
  readonly now: Date;
  readonly settings: Settings;
};

/** U-1: a user as the API shows it. */
export function userReply(
  user: User,
  { login, transaction }: Pick<CredentialFacts, 'login' | 'transaction'>,
  { group, certificate, now, settings }: Surroundings,
) {
  const { userId, name, email, emailFailure, role, authenticatorRegistered, version } = user;

  return {
    userId,
    name,
    email,
    emailStatus: emailFailure ?? ('ok' as const),
    role,
    ...(group && { group: { groupId: group.groupId, name: group.name } }),
    authenticatorRegistered,
    loginStatus: loginStatus(login, now, settings),
    transactionStatus: transactionStatus(transaction, now, settings),
    certificate,
    version,
  };
}
