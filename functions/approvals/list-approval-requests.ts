import { statusAt } from '../../domain/approvals/approval-request.ts';
import { maySee } from '../../domain/approvals/approver.ts';
import { listRequests } from '../adapters/dynamodb/approval-requests.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { listApprovalRequests as contract } from '../contracts/approvals.ts';
import { cursorAt, listOf, positionOf } from '../runtime/cursor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { personOf } from './person.ts';
import { requestReply } from './request-reply.ts';

/** So many are looked at for one page: what a request costs does not hang on how few of them the caller sees. */
const LOOKED_AT = 500;

/** A page of the requests the caller sees, the newest first. */
export const listApprovalRequests: Operation<typeof contract> = async ({ actor, input, now }) => {
  const { tenantId, role, subscription } = actor;
  const { status, limit, cursor } = input;
  const list = listOf(contract, tenantId, input);
  const after = await positionOf(list, cursor);
  if (!after.ok) return after;

  // The master sees them all: one more than wanted tells whether there is another page.
  const count = role === 'master' && (status === undefined || status === 'pending') ? limit + 1 : LOOKED_AT;
  const [{ found, last }, { accounts }] = await Promise.all([
    listRequests(
      { tenantId, subscriptionId: subscription.subscriptionId },
      { pendingOnly: status === 'pending', count, after: after.value },
    ),
    readTenant(tenantId),
  ]);

  const person = personOf(actor, accounts);
  const seen = found.filter(
    ({ request }) => (status === undefined || statusAt(request, now) === status) && maySee(request, person),
  );
  const page = seen.slice(0, limit);
  const next = seen.length > limit ? page.at(-1)?.position : last;

  return done({
    asOf: now.toISOString(),
    requests: page.map(({ request }) => requestReply(request, now)),
    ...(next !== undefined && { nextCursor: await cursorAt(list, next) }),
  });
};

export const handler = lambda(contract, listApprovalRequests);
