import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '../../functions/contracts/index.ts';
import { openApiDocument } from '../../functions/contracts/openapi.ts';
import { breakingChanges } from '../../scripts/openapi-document/breaking-changes.ts';
import { OPENAPI_FILE } from '../../scripts/openapi-document/promise.ts';

const promised = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8'));
const made = openApiDocument(Object.values(contracts));

describe('docs/openapi.json', () => {
  it('R-2 is kept: no client that relies on it breaks', () => {
    expect(breakingChanges(promised, made)).toEqual([]);
  });

  it('R-2 is what the contracts say now; `npm run docs:openapi` writes it', () => {
    expect(promised).toEqual(made);
  });
});
