import type { Candidate } from '../../domain/approvals/eligible-approvers.ts';
import { loginStatus, transactionStatus } from '../../domain/credentials/credentials.ts';
import type { OwnedAccount } from '../../domain/permissions/effective-permissions.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import { credentialsRef, listCredentialFacts } from '../adapters/dynamodb/credentials.ts';
import { listWholeGroups } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { listAddedUsers, userRef } from '../adapters/dynamodb/users.ts';
import type { Settings } from '../contracts/settings.ts';
import { membersOf } from '../permissions/members.ts';

/** Everybody of the tenant with what an approver is judged by, to be put together once the accounts are known. */
export type CandidateItems = Awaited<ReturnType<typeof readCandidates>>;

/** Reads all at once: one round trip, however many users there are. */
export async function readCandidates(tenantId: string, { subscriptionId, masterUserId }: Roster) {
  const [[master, masterCredentials], users, facts, groups] = await Promise.all([
    readItems([userRef({ tenantId }, masterUserId), credentialsRef({ tenantId }, masterUserId)]),
    listAddedUsers(tenantId, subscriptionId),
    listCredentialFacts(tenantId, subscriptionId),
    listWholeGroups(tenantId, subscriptionId),
  ]);
  if (master === undefined || masterCredentials === undefined) throw new Error('A subscription has no master user');

  return { users: [master, ...users], facts: [masterCredentials, ...facts], groups };
}

type Surroundings = {
  readonly roster: Roster;
  readonly accounts: readonly OwnedAccount[];
  readonly now: Date;
  readonly settings: Settings;
};

/** The live users, the master first, with their rights and the statuses of their passwords. */
export function candidatesOf(
  { users, facts, groups }: CandidateItems,
  { roster, accounts, now, settings }: Surroundings,
): Candidate[] {
  const factsOf = new Map(facts.map((one) => [one.userId, one]));

  return membersOf(users, groups, { roster, accounts }).flatMap(({ user, group, subject }) => {
    const { userId, name, pendingSetUp } = user;
    const secrets = factsOf.get(userId);
    // Being purged.
    if (secrets === undefined) return [];

    return {
      userId,
      name,
      groupName: group?.name,
      subject,
      accounts,
      pendingSetUp,
      loginStatus: loginStatus(secrets.login, now, settings),
      transactionStatus: transactionStatus(secrets.transaction, now, settings),
    };
  });
}
