import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Writes a page of the documentation, by its path from the root of the project, and says so. */
export function writePage(path: string, text: string): void {
  writeFileSync(resolve(import.meta.dirname, '../..', path), text);
  console.log(`Written: ${path}`);
}
