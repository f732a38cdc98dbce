import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LOG } from '../../functions/runtime/log-codes.ts';

it('docs/logs.md says of every code of the catalogue what it means and what to do, and knows no other', () => {
  const rows = readFileSync('docs/logs.md', 'utf8').matchAll(/^\| `(?<code>[A-Z_]+)` \| (?:info|warn|error) \| .+ \| .+ \|$/gm);
  const codes = [...rows].map(({ groups }) => groups?.['code']);

  expect(codes).toEqual(Object.values(LOG));
});
