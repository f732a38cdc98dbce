import type { APIGatewayProxyEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCertificates } from '../../functions/contracts/certificates.ts';
import type { Contract } from '../../functions/contracts/contract.ts';
import { listUsers } from '../../functions/contracts/users.ts';
import { csvOf, wantsCsv } from '../../functions/runtime/csv.ts';

const contract: Contract = { ...listCertificates, csv: { list: 'rows', columns: ['name', 'note'] } };

const csv = (...rows: object[]) => csvOf(contract, JSON.stringify({ asOf: '2026-12-01T03:00:00.000Z', rows }));

/** What is left of a table once it is read as RFC 4180 has it. */
function read(table: string): string[][] {
  const fields = [...table.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g)];
  const rows: string[][] = [[]];

  for (const [, field = '', end] of fields) {
    rows.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === '\r\n') rows.push([]);
  }

  return rows.slice(0, -1);
}

function accepting(accept?: string): APIGatewayProxyEvent {
  return { headers: accept === undefined ? {} : { Accept: accept } } as unknown as APIGatewayProxyEvent;
}

describe('a table', () => {
  it('begins with its header, also when it has no rows, and ends every line with CRLF', () => {
    expect(csv()).toBe('name,note\r\n');
    expect(csv({ name: 'A', note: 'B' })).toBe('name,note\r\nA,B\r\n');
  });

  it('has its declared columns in their order, empty where a row has nothing, and no other', () => {
    expect(csv({ other: 'x', note: 'B', name: 'A' }, { name: 'C' })).toBe('name,note\r\nA,B\r\nC,\r\n');
    expect(csvOf(listCertificates, JSON.stringify({ certificates: [listCertificates.example.reply.certificates[0]] }))).toBe(
      'serialNumber,userId,status,notBefore,notAfter,revocationDueAt\r\n' +
        '5f3a9c0b7e21d4486ac0f2b913e7d85a,1453935789,valid,2026-12-01T02:00:00.000Z,2027-12-01T03:00:00.000Z,\r\n',
    );
  });

  it('has IDs of one field with blanks between them, empty where there are none', () => {
    expect(csv({ name: ['1453935789', '3354648652'], note: [] })).toBe('name,note\r\n1453935789 3354648652,\r\n');
    expect(csv({ name: ['-abc', 'x'], note: '' })).toBe("name,note\r\n'-abc x,\r\n");
  });

  it('quotes commas, quotation marks and line breaks, so that no text makes a field or a row of its own', () => {
    expect(csv({ name: 'a,b', note: 'say "hello"' })).toBe('name,note\r\n"a,b","say ""hello"""\r\n');
    expect(csv({ name: 'a\nb', note: 'c\rd' })).toBe('name,note\r\n"a\nb","c\rd"\r\n');

    const text = fc.string({ unit: fc.constantFrom(...['a', '山', ',', '"', '\n', '\r', ' ', ';', '1']), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.record({ name: text, note: text }), { maxLength: 5 }), (rows) => {
        const [header, ...body] = read(csv(...rows));

        expect(header).toEqual(['name', 'note']);
        expect(body).toHaveLength(rows.length);
        for (const [index, row] of body.entries()) {
          // A carriage return at the beginning is escaped as a formula would be.
          expect(row.map((field) => field.replace(/^'/, ''))).toEqual([rows[index]?.name, rows[index]?.note]);
        }
      }),
    );
  });

  it('hands a spreadsheet no formula: what could begin one is text', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string({ maxLength: 20 }), (first, rest) => {
        const [, [name] = []] = read(csv({ name: `${first}${rest.replaceAll(/[\r\n]/g, '')}`, note: '' }));

        expect(name).toMatch(/^'/);
      }),
    );
    expect(csv({ name: '=HYPERLINK("http://evil.example","x")', note: 'ok' })).toContain(`"'=HYPERLINK(""`);
  });
});

describe('a table is answered', () => {
  it.each(['text/csv', 'text/csv, application/json;q=0.9', 'application/json;q=0.1, text/csv', 'text/*', 'TEXT/CSV'])(
    'to a client that prefers it: %s',
    (accept) => {
      expect(wantsCsv(listCertificates, accepting(accept))).toBe(true);
    },
  );

  it.each([undefined, '*/*', 'application/json', 'application/json, text/csv', 'text/html', 'text/csv;q=0', '', 'nonsense;;'])(
    'to nobody else: %s',
    (accept) => {
      expect(wantsCsv(listCertificates, accepting(accept))).toBe(false);
    },
  );

  it('by no operation that declares none', () => {
    expect(wantsCsv(listUsers, accepting('text/csv'))).toBe(false);
    expect(() => csvOf(listUsers, '{}')).toThrow('declares no table');
  });
});
