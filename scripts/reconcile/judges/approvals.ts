import type { ApprovalRequest } from '../../../domain/approvals/approval-request.ts';
import type { Subscription } from '../../../domain/subscriptions/roster.ts';
import { addRequest, approvalReferenceRef, approvalRequestRef } from '../../../functions/adapters/dynamodb/approval-requests.ts';
import { key, type SubscriptionScope } from '../../../functions/adapters/dynamodb/keys.ts';
import { attributesOf, type Item, readItem, readItems } from '../../../functions/adapters/dynamodb/read.ts';
import { check, type Write } from '../../../functions/adapters/dynamodb/write.ts';
import type { Finding, FindingCode } from '../finding.ts';
import { type Judge, keyOf, partsOf } from '../judging.ts';
import { mended, removeAsFound } from '../mending.ts';

type PendingCopy = { readonly request: ApprovalRequest };

/** Decision 23: a pending request stands twice, any other once; the request itself is what counts. */
export const judgeRequest: Judge = async (item, { rosters }) => {
  const place = placeOf(item);
  if (!isLive(await rosters.of(place.tenantId), place)) return [leftOf(item, place)];

  return item.SK.startsWith('pending#') ? judgeCopy(item, place) : judgeItself(item, place);
};

async function judgeItself(item: Item, place: SubscriptionScope): Promise<Finding[]> {
  const { tenantId, subscriptionId } = place;
  const request = attributesOf<ApprovalRequest>(item);
  const { requestId, reference, state, version } = request;
  const copyKey = key.pendingRequest(tenantId, subscriptionId, requestId);
  const [copy, taken] = await readItems([{ key: copyKey, read: attributesOf }, approvalReferenceRef(place, reference)]);

  const [, referenceWrite, copyWrite] = addRequest(place, request);
  const unchanged = check(key.approvalRequest(tenantId, subscriptionId, requestId), '#version = :version', {
    ':version': version,
  });
  const missing = (code: FindingCode, write: Write | undefined): Finding => ({
    code,
    key: keyOf(item),
    about: { tenantId, requestId },
    ...(write && { mend: () => mended(unchanged, write) }),
  });

  return [
    ...(state.status === 'pending' && copy === undefined ? [missing('pending-copy-missing', copyWrite)] : []),
    ...(taken === undefined ? [missing('reference-missing', referenceWrite)] : []),
  ];
}

/** A copy of what has ended, or of what was being submitted and is not there. */
async function judgeCopy(item: Item, place: SubscriptionScope): Promise<Finding[]> {
  const { request: copied } = attributesOf<PendingCopy>(item);
  const request = await readItem(approvalRequestRef(place, copied.requestId));
  if (request?.state.status === 'pending') return [];

  return [
    {
      code: 'pending-copy-left',
      key: keyOf(item),
      about: { tenantId: place.tenantId, requestId: copied.requestId },
      mend: () => mended(removeAsFound(item, {})),
    },
  ];
}

/** a reference is taken by a request that is there. */
export const judgeReference: Judge = async (item, { rosters }) => {
  const place = placeOf(item);
  if (!isLive(await rosters.of(place.tenantId), place)) return [leftOf(item, place)];

  const { requestId } = attributesOf<{ requestId: string }>(item);
  if ((await readItem(approvalRequestRef(place, requestId))) !== undefined) return [];

  return [
    {
      code: 'reference-without-request',
      key: keyOf(item),
      about: { tenantId: place.tenantId, requestId },
      mend: () => mended(removeAsFound(item, { requestId })),
    },
  ];
};

/** S-10: what is left of a subscription that the tenant does not have now. */
function leftOf(item: Item, { tenantId, subscriptionId }: SubscriptionScope): Finding {
  return {
    code: 'left-of-a-subscription',
    key: keyOf(item),
    about: { tenantId, subscriptionId },
    mend: () => mended(removeAsFound(item, {})),
  };
}

function placeOf(item: Item): SubscriptionScope {
  const [tenantId, subscriptionId = ''] = partsOf(item);

  return { tenantId, subscriptionId };
}

function isLive(roster: Subscription, { subscriptionId }: SubscriptionScope): boolean {
  return roster.status === 'active' && roster.subscriptionId === subscriptionId;
}
