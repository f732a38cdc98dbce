import type { Group } from '../../domain/groups/group.ts';
import type { Ids } from '../../domain/ports.ts';
import { groupOf } from '../../domain/subscriptions/roster.ts';
import { updateUsers as decideEdits } from '../../domain/users/update-users.ts';
import type { User } from '../../domain/users/user.ts';
import { credentialsRef } from '../adapters/dynamodb/credentials.ts';
import { groupRef, groupUnchanged } from '../adapters/dynamodb/groups.ts';
import { scopeOf } from '../adapters/dynamodb/keys.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { rosterUnchanged, saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { orderExpiryRequested, placeOrder } from '../certificates/place-order.ts';
import { updateUsers as contract } from '../contracts/users.ts';
import { administratorOf, type Subscriber } from '../runtime/actor.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { editOf } from './edit.ts';
import { certificateOf, readUserCertificates } from './user-certificates.ts';
import { userReply } from './user-reply.ts';

type Dependencies = { ids: Ids };

/** U-5 to U-7, U-10, U-11, X-1: edits users and orders certificates, all or none; a confirmation is asked for only if the own mail address changes. */
export const updateUsers: Operation<typeof contract, Dependencies> = async (request, { ids }) => {
  const { actor, input, now, settings } = request;
  const { tenantId, subscription } = actor;
  const found = await read(actor, input.users);

  const decision = decideEdits(input.users, {
    actor: administratorOf(actor),
    roster: subscription,
    users: new Map(found.people.map(({ user }) => [user.userId, user])),
    administrationGroups: new Set(
      found.groups.filter(({ permissions }) => permissions.userAdministration).map(({ groupId }) => groupId),
    ),
    settings,
  });
  if (!decision.ok) return decision;

  const { users, roster } = decision.value;
  const { tenant, certificates } = found;
  const edits = await Promise.all(
    users.map(async (edited) => {
      const { userId } = edited.before;
      const person = found.people.find(({ user }) => user.userId === userId);
      if (person === undefined) throw new Error('A user was edited who was not read');

      const placed = edited.ordered && (await placeOrder(edited.after, edited.ordered, { ...request, roster, tenant, ids }));

      return editOf(edited, { ...request, ...person, roster, placed, orders: certificates.orders.get(userId) ?? [], tenant });
    }),
  );

  const ownAddress = users.find(({ before, after }) => before.userId === actor.userId && before.email !== after.email);
  const unconfirmed = ownAddress && (await request.confirm());
  if (unconfirmed) return unconfirmed;

  const targets = found.groups.filter(({ groupId }) => users.some(({ movedTo }) => movedTo === groupId));
  const placed = edits.flatMap((edit) => edit.placed ?? []);
  const replies = edits.map(({ user, credentials, placed: order }) => {
    const group = found.groups.find(({ groupId }) => groupId === groupOf(roster, user.userId));
    const known = order ? { ...certificates, orders: new Map([[user.userId, [order]]]) } : certificates;
    const certificate = certificateOf(user, known, { roster, now, settings });

    return userReply(user, credentials, { group, certificate, now, settings });
  });

  return done(
    { users: replies },
    {
      writes: [
        roster === subscription ? rosterUnchanged(tenantId, roster) : saveSubscription(tenantId, roster),
        // U-6: a group somebody moves to has still the rights it was chosen for.
        ...targets.map((group) => groupUnchanged(tenantId, roster.subscriptionId, group)),
        ...edits.flatMap(({ writes }) => writes),
      ],
      mails: edits.flatMap(({ mails }) => mails),
      events: [...edits.flatMap(({ events }) => events), ...orderExpiryRequested(placed)],
      subjects: users.map(({ before }) => before.userId),
    },
  );
};

type Row = { readonly userId: string; readonly groupId?: string | undefined };

/** The people and groups the rows name, groups they are in now included, and the tenant. */
async function read({ tenantId, user: actor, subscription }: Subscriber, rows: readonly Row[]) {
  const { subscriptionId } = subscription;
  const named = rows.flatMap(({ userId, groupId }) => [groupOf(subscription, userId), groupId]);
  const groupIds = [...new Set(named.filter((groupId) => groupId !== undefined))];

  const [tenant, users, credentials, groups, certificates] = await Promise.all([
    readTenant(tenantId),
    readItems(rows.map(({ userId }) => userRef(scopeOf(tenantId, subscription, userId), userId))),
    readItems(rows.map(({ userId }) => credentialsRef(scopeOf(tenantId, subscription, userId), userId))),
    readItems(groupIds.map((groupId) => groupRef(tenantId, subscriptionId, groupId))),
    readUserCertificates(tenantId),
  ]);

  const people = users.flatMap((user, index) => {
    const own = credentials[index];
    if (user === undefined || own === undefined) return [];

    // The caller as the session check found it: what it has become since then is to stop the edit.
    const current: User = user.userId === actor.userId ? actor : user;
    return [{ user: current, credentials: own, scope: scopeOf(tenantId, subscription, user.userId) }];
  });

  return { tenant, people, certificates, groups: groups.filter((group): group is Group => group !== undefined) };
}

export const handler = lambda(contract, updateUsers, { ids: randomIds });
