import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from './refusal.ts';

/** JSON documents under keys. */
export type Documents<T> = {
  get(key: string): T | undefined;
  put(key: string, document: T): void;
  delete(key: string): void;
  /** In the order of the keys. */
  entries(): { key: string; document: T }[];
};

/** JSON documents in the order in which they were appended. */
export type Log<T> = {
  append(document: T): void;
  /**
   * Newest first. `holding` leaves out, without reading them, documents that hold this text nowhere in their JSON, without
   * case: the caller still looks where it stands.
   */
  newestFirst(holding?: string): T[];
  /** Removes the documents with this `id`. */
  remove(id: string): void;
  clear(): void;
};

/** What the local cloud keeps apart from DynamoDB's tables, in `<data>/state.sqlite`. Every call is durable when it returns. */
export type State = {
  documents<T>(name: string): Documents<T>;
  log<T>(name: string): Log<T>;
  /** All or nothing; not to be nested, and `run` must not wait. */
  transaction<T>(run: () => T): T;
  close(): void;
};

/** Another local run has the data folder open. */
export class DataFolderInUse extends Refusal {}

/** The file that makes a folder a data folder. */
const STATE_FILE = 'state.sqlite';

// One process per data folder: the exclusive lock is the system's, so that it ends with the process however that dies.
const OPEN = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS documents (name TEXT, key TEXT, document TEXT NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, document TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS log_by_name ON log (name, position);
`;

/**
 * Opens the state of a data folder, creating both when they are missing.
 *
 * @throws Refusal when another local run uses the folder, or when it cannot be read
 */
export function openState(dataDir: string): State {
  const database = openDatabase(dataDir);
  const statement = {
    get: database.prepare('SELECT document FROM documents WHERE name = ? AND key = ?'),
    put: database.prepare('INSERT INTO documents VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET document = excluded.document'),
    delete: database.prepare('DELETE FROM documents WHERE name = ? AND key = ?'),
    entries: database.prepare('SELECT key, document FROM documents WHERE name = ? ORDER BY key'),
    append: database.prepare('INSERT INTO log (name, document) VALUES (?, ?)'),
    newestFirst: database.prepare('SELECT document FROM log WHERE name = ? ORDER BY position DESC'),
    newestHolding: database.prepare(
      // Twice as fast as a search in lower case; what stands for any character in a pattern lets more through, never less.
      "SELECT document FROM log WHERE name = ? AND document LIKE '%' || ? || '%' ORDER BY position DESC",
    ),
    remove: database.prepare("DELETE FROM log WHERE name = ? AND document ->> '$.id' = ?"),
    clear: database.prepare('DELETE FROM log WHERE name = ?'),
  };

  return {
    documents: <T>(name: string): Documents<T> => ({
      get: (key) => {
        const row = statement.get.get(name, key);
        return row && parse<T>(row);
      },
      put: (key, document) => {
        statement.put.run(name, key, JSON.stringify(document));
      },
      delete: (key) => {
        statement.delete.run(name, key);
      },
      entries: () => statement.entries.all(name).map((row) => ({ key: String(row['key']), document: parse<T>(row) })),
    }),
    log: <T>(name: string): Log<T> => ({
      append: (document) => {
        statement.append.run(name, JSON.stringify(document));
      },
      newestFirst: (holding) => {
        const rows = holding === undefined ? statement.newestFirst.all(name) : statement.newestHolding.all(name, holding);

        return rows.map((row) => parse<T>(row));
      },
      remove: (id) => {
        statement.remove.run(name, id);
      },
      clear: () => {
        statement.clear.run(name);
      },
    }),
    transaction: (run) => {
      database.exec('BEGIN');
      try {
        const result = run();
        database.exec('COMMIT');
        return result;
      } catch (cause) {
        database.exec('ROLLBACK');
        throw cause;
      }
    },
    close: () => database.close(),
  };
}

/** Tells whether a folder holds the state of an earlier run. */
export function isDataFolder(dataDir: string): boolean {
  return existsSync(join(dataDir, STATE_FILE));
}

function openDatabase(dataDir: string): DatabaseSync {
  try {
    mkdirSync(dataDir, { recursive: true });
    const database = new DatabaseSync(join(dataDir, STATE_FILE));
    database.exec(OPEN);
    checkIntegrity(database);
    return database;
  } catch (cause) {
    throw openingProblem(dataDir, cause);
  }
}

/** What SQLite's own check found. */
class Damaged extends Error {}

function checkIntegrity(database: DatabaseSync): void {
  const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];

  if (verdict !== 'ok') throw new Damaged(String(verdict));
}

// SQLite's result codes: https://www.sqlite.org/rescode.html
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function openingProblem(dataDir: string, cause: unknown): Refusal {
  const code = cause instanceof Error && 'errcode' in cause ? cause.errcode : undefined;

  if (code === SQLITE_BUSY) {
    const way = 'stop that one or choose another with --data.';
    return new DataFolderInUse(`The data folder ${dataDir} is in use by another local run: ${way}`, { cause });
  }
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB || cause instanceof Damaged) {
    return new Refusal(`The data folder ${dataDir} is damaged: start over with "npm start -- --fresh".`, { cause });
  }

  return new Refusal(`The data folder ${dataDir} cannot be used (${cause instanceof Error ? cause.message : cause}).`, { cause });
}

function parse<T>(row: Record<string, unknown>): T {
  return JSON.parse(String(row['document'])) as T;
}
