import { refuse } from '../../domain/result.ts';
import { authenticatorResetRefused } from '../../domain/users/reset-authenticators.ts';
import { rosterUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { resetAuthenticators as contract } from '../contracts/authenticators.ts';
import { administratorOf } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { authenticatorReset } from './authenticator-reset.ts';
import { readTargets } from './targets.ts';

/** C-14: removes the authenticators of others, all or none; whoever has none registered stays as is. */
export const resetAuthenticators: Operation<typeof contract> = async ({ actor, input: { userIds }, now }) => {
  const { tenantId, userId: actorUserId, subscription } = actor;

  const read = await readTargets(tenantId, subscription, userIds);
  if (!read.ok) return read;

  const refused = authenticatorResetRefused(userIds, {
    actor: administratorOf(actor),
    masterUserId: subscription.masterUserId,
  });
  if (refused) return refuse(refused);

  const { tenant, targets } = read.value;
  const resets = targets.flatMap((target) => authenticatorReset(target, { tenant, now, actorUserId }) ?? []);

  return done(undefined, {
    writes: [rosterUnchanged(tenantId, subscription), ...resets.flatMap(({ writes }) => writes)],
    mails: resets.map(({ mail }) => mail),
    events: resets.map(({ event }) => event),
    subjects: userIds,
  });
};

export const handler = lambda(contract, resetAuthenticators);
