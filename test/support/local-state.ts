import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { localRun } from './local-run.ts';

/** What the local run keeps under a name, behind the API. It holds its state locked, so that a copy is read. */
export function stateDocuments<Document>(name: string): Document[] {
  const folder = mkdtempSync(join(tmpdir(), 'business-id-state-'));

  try {
    for (const part of ['state.sqlite', 'state.sqlite-wal']) {
      const file = join(dirname(localRun().logDir), part);
      if (existsSync(file)) copyFileSync(file, join(folder, part));
    }
    const database = new DatabaseSync(join(folder, 'state.sqlite'));
    const rows = database.prepare('SELECT document FROM documents WHERE name = ?').all(name);
    database.close();

    return rows.map(({ document }) => JSON.parse(String(document)) as Document);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
