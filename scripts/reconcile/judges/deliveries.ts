import type { ApprovalRequest } from '../../../domain/approvals/approval-request.ts';
import { groupOf } from '../../../domain/subscriptions/roster.ts';
import type { EventEnvelope } from '../../../events/envelope.ts';
import { approvalRequestRef } from '../../../functions/adapters/dynamodb/approval-requests.ts';
import type { OperationRecord } from '../../../functions/adapters/dynamodb/history.ts';
import { key } from '../../../functions/adapters/dynamodb/keys.ts';
import { markPublished, storedOutboxItem } from '../../../functions/adapters/dynamodb/outbox.ts';
import { attributesOf, readItem } from '../../../functions/adapters/dynamodb/read.ts';
import { TABLE } from '../../../functions/contracts/table.ts';
import { type Court, type Judge, keyOf, partsOf } from '../judging.ts';
import { mended, removeAsFound } from '../mending.ts';

/** Outbox items are there for seven days at least: what is younger has to be complete. */
const COMPLETE_MS = 6 * 24 * 60 * 60 * 1000;

/** Operations that never end well without telling something. */
const ALWAYS_TOLD: ReadonlySet<string> = new Set([
  'registerTenant',
  'eraseTenant',
  'subscribe',
  'cancelSubscription',
  'subscribeCertificates',
  'cancelCertificates',
  'createGroup',
  'updateGroup',
  'deleteGroups',
  'createUsers',
  'deleteUsers',
  'submitApprovalRequest',
  'approveRequest',
  'returnRequest',
  'withdrawRequest',
  'cancelApproval',
]);

/** what was done was told. What the events said, only the state and the record can tell now: a person decides. */
export const judgeRecord: Judge = async (item, { now }) => {
  const [tenantId] = partsOf(item);
  const { operation, result, at, subjects } = attributesOf<OperationRecord>(item);
  if (result !== 'done' || !ALWAYS_TOLD.has(operation) || !isYoung(at, now)) return [];

  const transactionId = item.SK.slice(at.length + 1);
  if (await isThere(transactionId)) return [];

  return [{ code: 'event-missing', key: keyOf(item), about: { tenantId, operation, at, subjects } }];
};

/** what is still to be told has happened. What was told before, nobody can take back. */
export const judgeOutbox: Judge = async (item, court) => {
  if (item[TABLE.waitingIndex.partitionKey] === undefined) return [];

  const { events } = storedOutboxItem(item);
  const unfounded: EventEnvelope[] = [];
  for (const event of events) if (!(await hasState(event, court))) unfounded.push(event);
  const [first] = unfounded;
  if (first === undefined) return [];

  const told = events.filter(({ type }) => type !== 'mail-requested');

  return [
    {
      code: 'event-without-state',
      key: keyOf(item),
      about: {
        tenantId: first.tenantId,
        types: unfounded.map(({ type }) => type),
        aggregates: unfounded.map(({ aggregate }) => aggregate.id),
      },
      // Only if nothing of it has happened is it kept from the bus; it can be looked at for a week.
      ...(unfounded.length === told.length && {
        mend: async () => {
          await markPublished(item, court.now);
          return true;
        },
      }),
    },
  ];
};

/** Of what moves money or lets people in: whether the table says so as well. */
async function hasState({ type, tenantId, aggregate, data }: EventEnvelope, { rosters }: Court): Promise<boolean> {
  const roster = await rosters.of(tenantId);

  switch (type) {
    case 'approval-request-submitted':
    case 'approval-request-ended':
    case 'transfer-approved':
    case 'transfer-approval-cancelled': {
      const subscriptionId = String(data['subscriptionId']);
      // S-10: requests of a subscription that is over are gone, whatever became of them before.
      if (roster.status !== 'active' || roster.subscriptionId !== subscriptionId) return true;

      const request: ApprovalRequest | undefined = await readItem(
        approvalRequestRef({ tenantId, subscriptionId }, String(data['requestId'])),
      );
      return request !== undefined && request.version >= aggregate.version;
    }
    case 'user-added':
      return roster.status === 'active' && groupOf(roster, String(data['userId'])) !== undefined;
    default:
      return true;
  }
}

/** A mail is asked for by an event of the same transaction. */
export const judgeMail: Judge = async (item, { now }) => {
  const { mailId, tenantId, requestedAt } = attributesOf<{ mailId: string; tenantId: string; requestedAt: string }>(item);
  if (!isYoung(requestedAt, now) || (await isThere(mailId))) return [];

  return [
    {
      code: 'mail-without-event',
      key: keyOf(item),
      about: { tenantId, requestedAt },
      mend: () => mended(removeAsFound(item, {})),
    },
  ];
};

function isYoung(at: string, now: Date): boolean {
  return now.getTime() - Date.parse(at) < COMPLETE_MS;
}

async function isThere(transactionId: string): Promise<boolean> {
  return (await readItem({ key: key.outbox(transactionId), read: attributesOf })) !== undefined;
}
