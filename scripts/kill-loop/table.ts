import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { TABLES_FILE } from '../../local/aws/dynamodb/let-others-read.ts';

export type Item = Readonly<Record<string, unknown>> & { readonly PK: string; readonly SK: string };

/** Every item of the tables of a data folder. DynamoDB Local keeps them in one SQLite file, each item as JSON. */
export function allItems(dataDir: string): Item[] {
  const database = new DatabaseSync(join(dataDir, 'dynamodb', TABLES_FILE), { readOnly: true, timeout: 5_000 });

  try {
    return database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%ObjectJSON%'")
      .all()
      .flatMap(({ name }) => database.prepare(`SELECT ObjectJSON AS json FROM "${String(name)}"`).all())
      .map(({ json }) => unmarshall(JSON.parse(Buffer.from(json as Uint8Array).toString('utf8'))) as Item);
  } finally {
    database.close();
  }
}
