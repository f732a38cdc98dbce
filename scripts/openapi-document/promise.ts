import { breakingChanges } from './breaking-changes.ts';
import type { Document } from './comparable.ts';

/** The committed document is the promise to clients. */
export const OPENAPI_FILE = 'docs/openapi.json';

type Promised = Document & { readonly info: { readonly version?: unknown } };

/** Why a document may not take the place of the promised one, in words for whoever changed a contract. */
export function refusalToReplace(promised: Promised, made: Promised, breaking: boolean): string | undefined {
  const changes = breakingChanges(promised, made);
  if (changes.length === 0 || (breaking && majorOf(made) > majorOf(promised))) return undefined;

  return [
    `Clients that rely on ${OPENAPI_FILE} would break:`,
    ...changes.map((change) => `  ${change}`),
    'Keep what there is, and add what is new beside it. For a new generation of the API raise info.version in',
    'functions/contracts/openapi.ts and run `npm run docs:openapi -- --breaking`.',
  ].join('\n');
}

function majorOf({ info }: Promised): number {
  return Number.parseInt(String(info.version), 10);
}
