import type { ApprovalRequest } from '../../../domain/approvals/approval-request.ts';
import { key, partitions, type SubscriptionScope } from './keys.ts';
import { attributesOf, type Item, queryPage, type Ref } from './read.ts';
import { dueItems, waitingUntil } from './waiting-index.ts';
import { putNew, putNext, remove, type Write } from './write.ts';

export const approvalRequestRef = ({ tenantId, subscriptionId }: SubscriptionScope, requestId: string): Ref<ApprovalRequest> => ({
  key: key.approvalRequest(tenantId, subscriptionId, requestId),
  read: attributesOf<ApprovalRequest>,
});

/** A pending request among those that are. */
type PendingCopy = SubscriptionScope & { readonly request: ApprovalRequest };

/** Which request has taken a reference. */
export const approvalReferenceRef = (
  { tenantId, subscriptionId }: SubscriptionScope,
  reference: string,
): Ref<{ readonly requestId: string }> => ({
  key: key.approvalReference(tenantId, subscriptionId, reference),
  read: attributesOf<{ requestId: string }>,
});

/**
 * adds a request, if no other has its reference. As long as it is pending, a copy stands among those that are, so that finding
 * them costs as much as there are, however long the history; and in the index of what waits, until it expires.
 */
export function addRequest({ tenantId, subscriptionId }: SubscriptionScope, request: ApprovalRequest): Write[] {
  const { requestId, reference, state, endsAt } = request;
  const copy: PendingCopy = { tenantId, subscriptionId, request };

  return [
    putNew(key.approvalRequest(tenantId, subscriptionId, requestId), request),
    putNew(key.approvalReference(tenantId, subscriptionId, reference), { requestId }),
    ...(state.status === 'pending'
      ? [
          putNew(key.pendingRequest(tenantId, subscriptionId, requestId), {
            ...copy,
            ...waitingUntil('approval', requestId, endsAt),
          }),
        ]
      : []),
  ];
}

/** Saves the next state of a request, if it is still at the version before; from then on it is not pending. */
export function saveRequest({ tenantId, subscriptionId }: SubscriptionScope, to: ApprovalRequest): Write[] {
  return [
    putNext(key.approvalRequest(tenantId, subscriptionId, to.requestId), to, to.version - 1),
    remove(key.pendingRequest(tenantId, subscriptionId, to.requestId)),
  ];
}

type Wanted = {
  /** Those that were not ended; an expired one may be among them for a moment. */
  readonly pendingOnly: boolean;
  /** So many are read at most. */
  readonly count: number;
  /** Position of the last one of the page before. */
  readonly after: string | undefined;
};

export type Positioned = { readonly position: string; readonly request: ApprovalRequest };

/** Requests, the newest first, with their positions in the list; `last` is the one to go on after, where there may be more. */
export async function listRequests(
  { tenantId, subscriptionId }: SubscriptionScope,
  { pendingOnly, count, after }: Wanted,
): Promise<{ readonly found: readonly Positioned[]; readonly last: string | undefined }> {
  const { items, last } = await queryPage(partitions.approvalRequests(tenantId, subscriptionId), {
    sortKey: 'begins_with(SK, :kind)',
    values: { ':kind': pendingOnly ? 'pending#' : 'request#' },
    count,
    after,
    backwards: true,
  });
  const requestOf = (item: Item) => (pendingOnly ? attributesOf<PendingCopy>(item).request : attributesOf<ApprovalRequest>(item));

  return { found: items.map((item) => ({ position: item.SK, request: requestOf(item) })), last };
}

/** pending requests of every tenant whose time is over, those over longest first in each shard of the index. */
export async function* overdueRequests(now: Date): AsyncGenerator<SubscriptionScope & { readonly requestId: string }> {
  for await (const item of dueItems('approval', now)) {
    const { tenantId, subscriptionId, request } = item as PendingCopy;

    yield { tenantId, subscriptionId, requestId: request.requestId };
  }
}
