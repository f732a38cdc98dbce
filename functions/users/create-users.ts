import type { CertificateOrder } from '../../domain/certificates/certificate-order.ts';
import type { UserCertificate } from '../../domain/certificates/user-certificate.ts';
import type { Ids } from '../../domain/ports.ts';
import { groupOf, remainingUsers } from '../../domain/subscriptions/roster.ts';
import { addUsers } from '../../domain/users/add-users.ts';
import type { User } from '../../domain/users/user.ts';
import { groupRef } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { existing, tenantRef } from '../adapters/dynamodb/tenants.ts';
import { orderExpiryRequested, placeOrder } from '../certificates/place-order.ts';
import { createUsers as contract } from '../contracts/users.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { newPerson } from './new-person.ts';
import { userReply } from './user-reply.ts';

type Dependencies = { ids: Ids };

/** U-2 to U-4, X-1: adds users and orders their certificates, all or none; the roster they are seated in is the one the session check read. */
export const createUsers: Operation<typeof contract, Dependencies> = async (request, { ids }) => {
  const { actor, input, now, settings } = request;
  const { tenantId, subscription } = actor;

  const candidates = input.users.map((user) => ({ ...user, userId: ids.userId() }));
  const decision = addUsers(candidates, { roster: subscription, limits: settings });
  if (!decision.ok) return decision;

  const { users, roster } = decision.value;
  const groupIds = [...new Set(candidates.map(({ groupId }) => groupId))];
  const [stored, ...found] = await readItems([
    tenantRef(tenantId),
    ...groupIds.map((groupId) => groupRef(tenantId, subscription.subscriptionId, groupId)),
  ]);
  const tenant = existing(stored);

  const groups = new Map(found.flatMap((group) => (group ? [[group.groupId, group] as const] : [])));
  const scope = { tenantId, subscriptionId: subscription.subscriptionId };

  const orders = await Promise.all(
    users.map(async (user, index) => {
      const ordered = candidates[index]?.certificateOrder;

      return ordered && placeOrder(user, ordered, { ...request, roster, tenant, ids });
    }),
  );

  const people = users.map((user, index) => {
    const order = orders[index];
    const { writes, mails, credentials } = newPerson(user, order, { ...request, scope, tenant });
    const groupId = groupOf(roster, user.userId) ?? '';
    const certificate = order ? ordered(order.order) : NO_CERTIFICATE;
    const reply = userReply(user, credentials, { group: groups.get(groupId), certificate, now, settings });

    return { writes, mails, reply, events: [userAdded(user, groupId, actor.userId), ...(order ? [order.event] : [])] };
  });

  return done(
    { users: people.map(({ reply }) => reply), remaining: remainingUsers(roster, settings) },
    {
      writes: [saveSubscription(tenantId, roster), ...people.flatMap(({ writes }) => writes)],
      mails: people.flatMap(({ mails }) => mails),
      events: [
        ...people.flatMap(({ events }) => events),
        ...orderExpiryRequested(orders.flatMap((placed) => (placed ? [placed.order] : []))),
      ],
      subjects: users.map(({ userId }) => userId),
    },
  );
};

const NO_CERTIFICATE: UserCertificate = { status: 'none' };

function ordered({ endsAt }: CertificateOrder): UserCertificate {
  return { status: 'ordered', expiresAt: endsAt };
}

function userAdded({ userId, version }: User, groupId: string, actorUserId: string) {
  return { type: 'user-added' as const, aggregate: { id: userId, version }, data: { userId, groupId, actorUserId } };
}

export const handler = lambda(contract, createUsers, { ids: randomIds });
