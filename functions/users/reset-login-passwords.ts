import type { Ids } from '../../domain/ports.ts';
import { rosterUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { resetLoginPasswords as contract } from '../contracts/password-resets.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { loginPasswordReset, resetExpiryRequested } from './login-password-reset.ts';
import { readTargets } from './targets.ts';

type Dependencies = { ids: Ids };

/** C-6: resets login passwords, all or none: they stop working, sessions end, and each user is mailed a URL and a code. */
export const resetLoginPasswords: Operation<typeof contract, Dependencies> = async (request, { ids }) => {
  const { actor, input, now, settings } = request;
  const read = await readTargets(actor.tenantId, actor.subscription, input.userIds);
  if (!read.ok) return read;

  const { tenant, targets } = read.value;
  const resets = targets.map((target) => loginPasswordReset(target, { ...request, ids, tenant, actorUserId: actor.userId }));
  const own = resets.find((reset) => reset.own !== undefined)?.own;

  return done(undefined, {
    writes: [rosterUnchanged(actor.tenantId, actor.subscription), ...resets.flatMap(({ writes }) => writes)],
    ...(own && { credentials: own }),
    mails: resets.map(({ mail }) => mail),
    events: [
      ...resets.map(({ event }) => event),
      ...resetExpiryRequested(
        resets.map(({ expiry }) => expiry),
        now,
        settings,
      ),
    ],
    subjects: input.userIds,
  });
};

export const handler = lambda(contract, resetLoginPasswords, { ids: randomIds });
