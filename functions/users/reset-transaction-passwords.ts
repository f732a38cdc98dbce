import { rosterUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { resetTransactionPasswords as contract } from '../contracts/password-resets.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { readTargets } from './targets.ts';
import { transactionPasswordReset } from './transaction-password-reset.ts';

/** C-8: resets transaction passwords, all or none; whoever is logged in has to set a new one with the very next request. */
export const resetTransactionPasswords: Operation<typeof contract> = async ({ actor, input, now }) => {
  const read = await readTargets(actor.tenantId, actor.subscription, input.userIds);
  if (!read.ok) return read;

  const { tenant, targets } = read.value;
  const resets = targets.flatMap((target) => transactionPasswordReset(target, { tenant, now, actorUserId: actor.userId }) ?? []);
  const own = resets.find((reset) => reset.own !== undefined)?.own;

  return done(undefined, {
    writes: [rosterUnchanged(actor.tenantId, actor.subscription), ...resets.flatMap(({ writes }) => writes)],
    ...(own && { credentials: own }),
    mails: resets.map(({ mail }) => mail),
    events: resets.map(({ event }) => event),
    subjects: input.userIds,
  });
};

export const handler = lambda(contract, resetTransactionPasswords);
