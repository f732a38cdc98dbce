import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '../../refusal.ts';

/** The one file that DynamoDB Local keeps all tables in, each item as JSON (`-sharedDb`). */
export const TABLES_FILE = 'shared-local-instance.db';

/**
 * Lets whoever looks into the file of the tables read while DynamoDB Local writes. In SQLite's own mode a reader keeps writers
 * waiting; DynamoDB Local does not wait but answers `InternalFailure`. The mode stays with the file.
 *
 * @see https://sqlite.org/wal.html
 * @throws Refusal when the file is no database
 */
export function letOthersRead(folder: string): void {
  const database = new DatabaseSync(join(folder, TABLES_FILE));

  try {
    database.exec('PRAGMA journal_mode = WAL');
  } catch {
    throw damaged(folder);
  } finally {
    database.close();
  }
}

export function damaged(folder: string): Refusal {
  return new Refusal(`The tables in ${folder} are damaged: start over with "npm start -- --fresh".`);
}
