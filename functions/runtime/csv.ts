import type { APIGatewayProxyEvent } from 'aws-lambda';
import { stringify } from 'csv-stringify/sync';
import Negotiator from 'negotiator';
import type { Contract } from '../contracts/contract.ts';
import { header } from './language.ts';

/** Whether the client prefers a table to JSON, where the operation has one (RFC 9110, 12.5.1). */
export function wantsCsv(contract: Contract, event: APIGatewayProxyEvent): boolean {
  if (contract.csv === undefined) return false;

  const accept = header(event, 'accept') ?? '*/*';

  return new Negotiator({ headers: { accept } }).mediaType(['application/json', 'text/csv']) === 'text/csv';
}

/**
 * One list of a JSON reply as a table (RFC 4180), its columns named as the members are. IDs of one field have blanks between them.
 * What a spreadsheet would take for a formula is escaped (OWASP, CSV injection).
 */
export function csvOf({ csv }: Contract, body: string): string {
  if (csv === undefined) throw new Error('The operation declares no table');

  const rows = (JSON.parse(body) as Record<string, unknown[]>)[csv.list] ?? [];

  return stringify(rows, {
    header: true,
    columns: [...csv.columns],
    record_delimiter: 'windows',
    // By itself it quotes CRLF alone, and a lone line break would begin a row.
    quoted_match: /[\r\n]/,
    cast: { object: (ids) => (ids as unknown as readonly string[]).join(' ') },
    escape_formulas: true,
  });
}
