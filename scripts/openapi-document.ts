import { readFileSync } from 'node:fs';
import { contracts } from '../functions/contracts/index.ts';
import { openApiDocument } from '../functions/contracts/openapi.ts';
import { OPENAPI_FILE, refusalToReplace } from './openapi-document/promise.ts';
import { writePage } from './pages/write-page.ts';

/** `npm run docs:openapi`: writes the OpenAPI document that clients may rely on, unless that breaks the one they rely on now. */
const made = openApiDocument(Object.values(contracts));
const refusal = refusalToReplace(JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')), made, process.argv.includes('--breaking'));

if (refusal === undefined) writePage(OPENAPI_FILE, `${JSON.stringify(made, null, 2)}\n`);
else {
  console.error(refusal);
  process.exitCode = 1;
}
