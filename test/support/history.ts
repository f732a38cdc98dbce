import { call } from './api.ts';
import type { Person } from './people.ts';

export type LoginEntry = {
  readonly at: string;
  readonly userId: string;
  readonly client: string;
  readonly result: string;
  readonly ip: string;
};

export type OperationEntry = {
  readonly at: string;
  readonly by: 'user' | 'bank';
  readonly userId?: string;
  readonly operation: string;
  readonly result: string;
  readonly subjects: readonly string[];
  readonly ip?: string;
  readonly reason?: string;
};

export type HistoryPage<Entry> = { readonly asOf: string; readonly entries: readonly Entry[]; readonly nextCursor?: string };

export type HistoryQuery = Readonly<Record<string, string>>;

/** Asks for a page of a history, whatever the answer. */
export function askHistory<Entry>(reader: Person, list: 'logins' | 'operations', query: HistoryQuery = {}) {
  return call<HistoryPage<Entry>>('GET', `/history/${list}?${new URLSearchParams(query)}`, { token: reader.token });
}

async function page<Entry>(reader: Person, list: 'logins' | 'operations', query?: HistoryQuery): Promise<HistoryPage<Entry>> {
  const { status, body } = await askHistory<Entry>(reader, list, query);
  if (status !== 200) throw new Error(`The ${list} answered ${status} ${JSON.stringify(body)}`);

  return body;
}

export const loginsPage = (reader: Person, query?: HistoryQuery) => page<LoginEntry>(reader, 'logins', query);
export const operationsPage = (reader: Person, query?: HistoryQuery) => page<OperationEntry>(reader, 'operations', query);

/** Everything of the operation history that a query asks for, page after page; `between` is done before every further page. */
export async function everyOperation(reader: Person, query: HistoryQuery, between = async () => {}) {
  const pages = [await operationsPage(reader, query)];

  for (let cursor = pages[0]?.nextCursor; cursor !== undefined; cursor = pages.at(-1)?.nextCursor) {
    await between();
    pages.push(await operationsPage(reader, { ...query, cursor }));
  }

  return pages.map(({ entries }) => entries);
}

let names = 0;

/** Something that leaves a record, costs little and can be repeated. */
export async function leaveRecord({ token, userId }: Person): Promise<void> {
  names += 1;
  const { status, body } = await call('PUT', '/me/login-name', { token, body: { loginName: `n${userId}-${names}` } });
  if (status !== 204) throw new Error(`changeLoginName answered ${status} ${JSON.stringify(body)}`);
}
