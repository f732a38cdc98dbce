import type { EventEnvelope } from '../../../events/envelope.ts';
import type { OperationRecord } from '../../../functions/adapters/dynamodb/history.ts';
import { key } from '../../../functions/adapters/dynamodb/keys.ts';
import { markPublished, storedOutboxItem } from '../../../functions/adapters/dynamodb/outbox.ts';
import { attributesOf, type Item, readItem } from '../../../functions/adapters/dynamodb/read.ts';
import { TABLE } from '../../../functions/contracts/table.ts';
import type { Finding } from '../finding.ts';
import { type Court, type Judge, keyOf, partsOf } from '../judging.ts';
import { isAsking, mended, removeAsFound } from '../mending.ts';
import { hasHappened } from './event-state.ts';

/** Outbox items are there for seven days at least: what was younger at the restore point has to be complete. */
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
export const judgeRecord: Judge = async (item, court) => {
  const [tenantId] = partsOf(item);
  const { operation, result, at, subjects } = attributesOf<OperationRecord>(item);
  if (result !== 'done' || !ALWAYS_TOLD.has(operation) || !isYoung(at, court)) return [];

  const transactionId = item.SK.slice(at.length + 1);
  if (await isThere(transactionId)) return [];

  return [{ code: 'event-missing', key: keyOf(item), about: { tenantId, operation, at, subjects } }];
};

/** what is still to be told has happened. What was told before, nobody can take back. */
export const judgeOutbox: Judge = async (item, court) => {
  const [outboxId] = partsOf(item);
  if (item[TABLE.waitingIndex.partitionKey] === undefined || isAsking(outboxId)) return [];

  const { events } = storedOutboxItem(item);
  const unfounded: EventEnvelope[] = [];
  for (const event of events) if (!(await hasHappened(event, court))) unfounded.push(event);
  const [first] = unfounded;
  if (first === undefined) return judgeItsMails(item, events);

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
      // Only if nothing of it has happened is it kept from the bus, with its mails; it can be looked at for a week.
      ...(unfounded.length === told.length && {
        mend: async () => {
          await mended(removeAsFound(key.mail(outboxId), {}));
          await markPublished(item, court.now);
          return true;
        },
      }),
    },
  ];
};

/** A mail that is still to be asked for is there to be sent; what was in it, nobody can tell. */
async function judgeItsMails(item: Item, events: readonly EventEnvelope[]): Promise<Finding[]> {
  const [asking] = events.filter(({ type }) => type === 'mail-requested');
  if (asking === undefined) return [];

  const { tenantId, occurredAt, data } = asking;
  const mails = await readItem({ key: key.mail(String(data['mailId'])), read: attributesOf });

  return mails === undefined ? [{ code: 'mail-missing', key: keyOf(item), about: { tenantId, occurredAt } }] : [];
}

/** A mail is asked for by an event of the same transaction. */
export const judgeMail: Judge = async (item, court) => {
  const { mailId, tenantId, requestedAt } = attributesOf<{ mailId: string; tenantId: string; requestedAt: string }>(item);
  if (!isYoung(requestedAt, court) || (await isThere(mailId))) return [];

  return [
    {
      code: 'mail-without-event',
      key: keyOf(item),
      about: { tenantId, requestedAt },
      mend: () => mended(removeAsFound(item, {})),
    },
  ];
};

function isYoung(at: string, { restoredTo }: Court): boolean {
  return restoredTo.getTime() - Date.parse(at) < COMPLETE_MS;
}

async function isThere(transactionId: string): Promise<boolean> {
  return (await readItem({ key: key.outbox(transactionId), read: attributesOf })) !== undefined;
}
