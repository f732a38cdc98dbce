import type { BusEvent, Mail } from './client.ts';
import type { Acknowledged } from './company.ts';
import type { Item } from './table.ts';

/** What is left when everything has come to rest. */
export type Remains = {
  readonly companies: readonly Acknowledged[];
  readonly items: readonly Item[];
  readonly events: readonly BusEvent[];
  readonly mails: readonly Mail[];
};

type OutboxItem = Item & { readonly events: readonly BusEvent[] };

/** What is lost, half done or done twice, in one line each. */
export function violations(remains: Remains): string[] {
  return [...remains.companies.flatMap((company) => ofCompany(company, remains)), ...ofEvents(remains), ...ofMails(remains)];
}

function ofCompany({ tenantId, masterUserId, requests, groupIds, users }: Acknowledged, { items }: Remains): string[] {
  const mine = (entity: string) =>
    items.filter(({ PK }) => PK === `${entity}#${tenantId}` || PK.startsWith(`${entity}#${tenantId}#`));
  const found: string[] = [];
  const expectSame = (what: string, actual: readonly unknown[], expected: readonly unknown[]): void => {
    const [is, should] = [actual, expected].map((list) => JSON.stringify(list.map(String).toSorted()));
    if (is !== should) found.push(`${tenantId}: ${what} are ${is}, not ${should}`);
  };

  const userIds = [...users.keys()];
  const roster = mine('SUBSCRIPTION').flatMap(({ groups }) =>
    Object.entries(groups as Record<string, { members: Iterable<string> }>),
  );
  const loginIds = items.filter(({ PK, scope }) => PK.startsWith('LOGIN_ID#') && tenantOf(scope) === tenantId);

  expectSame('tenants', mine('TENANT'), mine('TENANT').slice(0, 1));
  expectSame('groups', sortKeys(mine('GROUP')), groupIds);
  expectSame(
    'groups of the roster',
    roster.map(([groupId]) => groupId),
    groupIds,
  );
  expectSame('members of the roster', [masterUserId, ...roster.flatMap(([, { members }]) => [...members])], userIds);
  expectSame('users', sortKeys(mine('USER')), userIds);
  expectSame(
    'addresses',
    mine('USER').map(({ email }) => email),
    [...users.values()],
  );
  expectSame('credentials', sortKeys(mine('CREDENTIALS')), userIds);
  expectSame(
    'login IDs',
    loginIds.map(({ userId }) => userId),
    userIds,
  );

  for (const [operation, times] of Object.entries(requests)) {
    const recorded = mine('OPERATION_HISTORY').filter((record) => record['operation'] === operation);
    if (recorded.length !== times) found.push(`${tenantId}: ${operation} is recorded ${recorded.length} times, not ${times}`);
  }
  const unanswered = mine('IDEMPOTENCY').filter((item) => !('reply' in item));
  if (unanswered.length > 0) found.push(`${tenantId}: ${unanswered.length} idempotency keys are held by nobody`);

  return found;
}

/** Every event of the outbox is on the bus, nothing else is, and nothing waits. */
function ofEvents({ items, events }: Remains): string[] {
  const outbox = items.filter(({ PK }) => PK.startsWith('OUTBOX#')) as OutboxItem[];
  const caused = new Set(outbox.flatMap((item) => item.events.map(({ id }) => id)));
  const known = new Map(events.map((event) => [event.id, JSON.stringify(event)]));
  const waiting = outbox.filter((item) => 'waitingShard' in item);

  return [
    ...waiting.map(({ PK }) => `${PK} waits to be published`),
    ...[...caused].filter((id) => !known.has(id)).map((id) => `event ${id} is not on the bus`),
    ...[...known.keys()].filter((id) => !caused.has(id)).map((id) => `event ${id} was caused by nothing`),
    ...events.filter((event) => known.get(event.id) !== JSON.stringify(event)).map(({ id }) => `event ${id} came in two forms`),
  ];
}

/** Every mail that was asked for was sent; whatever was sent twice is identical, and so counts once. */
function ofMails({ items, events, mails }: Remains): string[] {
  const jobs = items.filter((item) => item.PK.startsWith('MAIL#') && holdsMails(item));
  const requested = new Set(events.filter(({ type }) => type === 'mail-requested').map(({ id }) => id)).size;
  const sent = new Set(mails.map(({ to, subject, text }) => JSON.stringify([to, subject, text]))).size;

  return [
    ...jobs.map(({ PK }) => `${PK} holds mails that were not sent`),
    ...(sent === requested ? [] : [`${requested} mails were asked for, and ${sent} sent`]),
  ];
}

/** One whose mailer died right after the last mail is empty, waits for nothing and expires. */
function holdsMails({ mails, ...item }: Item): boolean {
  return 'waitingShard' in item || Object.keys(mails as object).length > 0;
}

function sortKeys(items: readonly Item[]): string[] {
  return items.map(({ SK }) => SK);
}

function tenantOf(scope: unknown): string | undefined {
  return (scope as { tenantId?: string } | undefined)?.tenantId;
}
