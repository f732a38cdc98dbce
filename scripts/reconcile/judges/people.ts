import type { Credentials } from '../../../domain/credentials/credentials.ts';
import { groupOf, type Subscription } from '../../../domain/subscriptions/roster.ts';
import type { User } from '../../../domain/users/user.ts';
import { credentialsRef } from '../../../functions/adapters/dynamodb/credentials.ts';
import { key, type Scope } from '../../../functions/adapters/dynamodb/keys.ts';
import { claimLoginId, findLoginId, type LoginIdOwner } from '../../../functions/adapters/dynamodb/login-ids.ts';
import { attributesOf, type Item, readItem, readItems } from '../../../functions/adapters/dynamodb/read.ts';
import { tenantRef } from '../../../functions/adapters/dynamodb/tenants.ts';
import { saveAuthenticatorRegistered, userRef } from '../../../functions/adapters/dynamodb/users.ts';
import { put } from '../../../functions/adapters/dynamodb/write.ts';
import type { Finding } from '../finding.ts';
import { type Judge, keyOf, partsOf } from '../judging.ts';
import { mended, removeAsFound, removeUser } from '../mending.ts';
import { isErased } from './erased-tenants.ts';

/** Whether a subscription is the one that its tenant has now, and names somebody. */
function names(subscription: Subscription, subscriptionId: string, userId: string): boolean {
  return (
    subscription.status === 'active' &&
    subscription.subscriptionId === subscriptionId &&
    groupOf(subscription, userId) !== undefined
  );
}

/** U-8: an added user whom the roster does not name was deleted, or was being added. One who is there fits the own credentials. */
export const judgeUser: Judge = async (item, court) => {
  const [tenantId, subscriptionId] = partsOf(item);
  const user = attributesOf<User>(item);
  const { userId } = user;
  const about = { tenantId, userId };

  if (subscriptionId === undefined) {
    const tenant = await readItem(tenantRef(tenantId));
    if (tenant === undefined && (await isErased(tenantId))) return [];
    if (tenant?.representative.userId !== userId) return [{ code: 'tenant-missing', key: keyOf(item), about }];
  } else if (!names(await court.rosters.of(tenantId), subscriptionId, userId)) {
    const mend = () => removeUser({ tenantId, subscriptionId }, userId, court);
    return [{ code: 'user-not-on-roster', key: keyOf(item), about, mend }];
  }

  const scope = { tenantId, subscriptionId };
  const credentials = await readItem(credentialsRef(scope, userId));
  // Whose credentials are missing, the roster or the tenant is found to name somebody incomplete.
  if (credentials === undefined) return [];

  return [
    ...(await judgeLoginName(user, scope)),
    ...judgeAuthenticator(item, user, scope, credentials),
    ...(isSetUpAsSaid(user, credentials) ? [] : [{ code: 'set-up-half-done', key: keyOf(item), about } as const]),
  ];
};

async function judgeLoginName({ userId, loginName }: User, scope: Scope): Promise<Finding[]> {
  const owner = loginName === undefined ? undefined : await findLoginId(loginName);
  if (loginName === undefined || owner?.userId === userId) return [];

  const found = { key: key.loginId(loginName), about: { userId, tenantId: scope.tenantId } };
  if (owner !== undefined) return [{ code: 'login-id-of-another', ...found }];

  return [{ code: 'login-id-missing', ...found, mend: () => mended(claimLoginId(loginName, { scope, userId })) }];
}

/** C-11: the credentials hold the secret; what the user item says follows. */
function judgeAuthenticator(item: Item, user: User, scope: Scope, { authenticator }: Credentials): Finding[] {
  const isRegistered = authenticator !== undefined;
  if (user.authenticatorRegistered === isRegistered) return [];

  return [
    {
      code: 'authenticator-differs',
      key: keyOf(item),
      about: { userId: user.userId, isRegistered },
      mend: () => mended(saveAuthenticatorRegistered(scope, user, isRegistered)),
    },
  ];
}

/** C-4, C-7, C-8: what is still to be set up is what the passwords lack. */
function isSetUpAsSaid({ pendingSetUp }: User, { login, transaction }: Credentials): boolean {
  switch (pendingSetUp) {
    case 'none':
      return login.kind !== 'temporary' && transaction.kind === 'chosen';
    case 'first-login':
      return login.kind !== 'chosen';
    case 'after-login-reset':
      return login.kind !== 'temporary';
    case 'transaction-password':
      return transaction.kind !== 'chosen';
  }
}

/** Credentials of nobody: whoever the roster names is told of there. */
export const judgeCredentials: Judge = async (item, court) => {
  const [tenantId, subscriptionId] = partsOf(item);
  const { userId } = attributesOf<Credentials>(item);
  const scope = { tenantId, subscriptionId };
  // Those of a user who was just taken off are gone since the page was read.
  const [user, credentials] = await readItems([userRef(scope, userId), credentialsRef(scope, userId)]);
  if (user !== undefined || credentials === undefined || subscriptionId === undefined) return [];
  if (names(await court.rosters.of(tenantId), subscriptionId, userId)) return [];

  return [
    {
      code: 'credentials-without-user',
      key: keyOf(item),
      about: { tenantId, userId },
      mend: () => removeUser({ tenantId, subscriptionId }, userId, court),
    },
  ];
};

/** A user ID leads to its user, or to nobody for good; a login name to whoever has it. */
export const judgeLoginId: Judge = async (item) => {
  const [loginId] = partsOf(item);
  const { scope, userId } = attributesOf<Partial<LoginIdOwner>>(item);
  if (scope === undefined || userId === undefined) return [];

  const user = await readItem(userRef(scope, userId));
  if (user && (loginId === userId || user.loginName === loginId)) return [];

  const retired = { ...put(key.loginId(loginId), {}), condition: '#userId = :userId', values: { ':userId': userId } };

  return [
    {
      code: 'login-id-without-user',
      key: keyOf(item),
      about: { tenantId: scope.tenantId, userId },
      // A user ID is never used again; a name is free for somebody else.
      mend: () => mended(loginId === userId ? retired : removeAsFound(item, { userId })),
    },
  ];
};
