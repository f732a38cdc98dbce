import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { TABLES_FILE } from '../../local/aws/dynamodb/let-others-read.ts';
import { localRun } from './local-run.ts';

/** An item as the table holds it. */
export type StoredItem = Readonly<Record<string, unknown>> & { readonly PK: string; readonly SK: string };

/** Items whose partition key starts so, by their keys: a look behind the API, at what no operation shows. */
export function storedItems(partitionPrefix: string): StoredItem[] {
  return fromDatabase((database) =>
    itemTables(database)
      .flatMap((table) => database.prepare(`SELECT ObjectJSON AS json FROM "${table}" ORDER BY hashKey, rangeKey`).all())
      .map(({ json }) => unmarshall(JSON.parse(textOf(json))) as StoredItem)
      .filter(({ PK }) => PK.startsWith(partitionPrefix)),
  );
}

/** All items that name a tenant, in a key or in an attribute. */
export function itemsOf(tenantId: string): StoredItem[] {
  return itemsWith([`"${tenantId}"`, `#${tenantId}`]);
}

/** All items that hold an ID anywhere, in a key or within whatever attribute. */
export function itemsNaming(id: string): StoredItem[] {
  return itemsWith([id]);
}

/** All items whose JSON has one of the texts in it. */
function itemsWith(texts: readonly string[]): StoredItem[] {
  const condition = texts.map(() => 'instr(ObjectJSON, ?)').join(' OR ');

  return fromDatabase((database) =>
    itemTables(database)
      .flatMap((table) =>
        database
          .prepare(`SELECT ObjectJSON AS json FROM "${table}" WHERE ${condition}`)
          .all(...texts.map((text) => Buffer.from(text))),
      )
      .map(({ json }) => unmarshall(JSON.parse(textOf(json))) as StoredItem),
  );
}

/** The operations of a tenant as they were recorded, the oldest first (H-2). */
export function recordedOperations(tenantId: string): StoredItem[] {
  return storedItems(`OPERATION_HISTORY#${tenantId}`).filter(({ PK }) => PK === `OPERATION_HISTORY#${tenantId}`);
}

/** All text of the table and of its stream, in which no secret may be found. */
export function everythingStored(): string {
  return fromDatabase((database) =>
    [...itemTables(database).map((table) => `SELECT ObjectJSON AS json FROM "${table}"`), 'SELECT StreamRecord AS json FROM us']
      .flatMap((statement) => database.prepare(statement).all())
      .map(({ json }) => textOf(json))
      .join('\n'),
  );
}

/** DynamoDB Local keeps its tables in one SQLite file, each item as JSON. */
function fromDatabase<T>(read: (database: DatabaseSync) => T): T {
  const file = join(dirname(localRun().logDir), 'dynamodb', TABLES_FILE);
  const database = new DatabaseSync(file, { readOnly: true, timeout: 60_000 });

  try {
    return read(database);
  } finally {
    database.close();
  }
}

function itemTables(database: DatabaseSync): string[] {
  return database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%ObjectJSON%'")
    .all()
    .map(({ name }) => String(name));
}

function textOf(blob: unknown): string {
  return blob instanceof Uint8Array ? Buffer.from(blob).toString('utf8') : String(blob);
}
