import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ApprovalRequest } from '../../../domain/approvals/approval-request.ts';
import { documentClient, tableName } from './client.ts';
import { key, partitions } from './keys.ts';
import { attributesOf, type Item, type Ref } from './read.ts';
import { dueItems, waitingUntil } from './waiting-index.ts';
import { putNew, putNext, remove, type Write } from './write.ts';

/** Where the requests of a subscription are; they end with it (S-10). */
export type Place = { readonly tenantId: string; readonly subscriptionId: string };

export const approvalRequestRef = ({ tenantId, subscriptionId }: Place, requestId: string): Ref<ApprovalRequest> => ({
  key: key.approvalRequest(tenantId, subscriptionId, requestId),
  read: attributesOf<ApprovalRequest>,
});

/** A pending request among those that are. */
type PendingCopy = Place & { readonly request: ApprovalRequest };

/** Which request has taken a reference. */
export const approvalReferenceRef = (
  { tenantId, subscriptionId }: Place,
  reference: string,
): Ref<{ readonly requestId: string }> => ({
  key: key.approvalReference(tenantId, subscriptionId, reference),
  read: attributesOf<{ requestId: string }>,
});

/**
 * adds a request, if no other has its reference. As long as it is pending, a copy stands among those that are, so that finding
 * them costs as much as there are, however long the history; and in the index of what waits, until it expires.
 */
export function addRequest({ tenantId, subscriptionId }: Place, request: ApprovalRequest): Write[] {
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
export function saveRequest({ tenantId, subscriptionId }: Place, to: ApprovalRequest): Write[] {
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

/** Requests, the newest first, with their positions in the list; `more` tells whether there may be others after them. */
export async function listRequests(
  { tenantId, subscriptionId }: Place,
  { pendingOnly, count, after }: Wanted,
): Promise<{ readonly found: readonly Positioned[]; readonly more: boolean }> {
  const partition = partitions.approvalRequests(tenantId, subscriptionId);
  const { Items = [], LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'PK = :partition AND begins_with(SK, :kind)',
      ExpressionAttributeValues: { ':partition': partition, ':kind': pendingOnly ? 'pending#' : 'request#' },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: count,
      ...(after !== undefined && { ExclusiveStartKey: { PK: partition, SK: after } }),
    }),
  );
  const requestOf = (item: Item) => (pendingOnly ? attributesOf<PendingCopy>(item).request : attributesOf<ApprovalRequest>(item));
  const found = (Items as Item[]).map((item) => ({ position: item.SK, request: requestOf(item) }));

  return { found, more: LastEvaluatedKey !== undefined };
}

/** pending requests of every tenant whose time is over, those over longest first in each shard of the index. */
export async function* overdueRequests(now: Date): AsyncGenerator<Place & { readonly requestId: string }> {
  for await (const item of dueItems('approval', now)) {
    const { tenantId, subscriptionId, request } = item as PendingCopy;

    yield { tenantId, subscriptionId, requestId: request.requestId };
  }
}
