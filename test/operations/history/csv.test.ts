import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../support/api.ts';
import { leaveRecord, loginsPage, operationsPage } from '../../support/history.ts';
import { localRun } from '../../support/local-run.ts';
import { type Person, subscribedTenant, type TestTenant } from '../../support/people.ts';

let tenant: TestTenant & { master: Person };

beforeAll(async () => {
  tenant = await subscribedTenant();
  for (let time = 1; time <= 4; time++) await leaveRecord(tenant.master);
});

/** A page as a table, and where the next one is, if there is one. */
async function table(path: string): Promise<{ rows: string[]; header?: string | undefined; next?: string | undefined }> {
  const url = new URL(path, localRun().url);
  const response = await fetch(url, { headers: { authorization: `Bearer ${tenant.master.token}`, accept: 'text/csv' } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);

  const [header, ...rows] = (await response.text()).split('\r\n');
  const [, next] = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '') ?? [];

  return { header, rows: rows.slice(0, -1), next };
}

describe('as CSV', () => {
  it('H-1 has the logins as a table', async () => {
    const { header, rows, next } = await table('/v1/history/logins');
    const { entries } = await loginsPage(tenant.master);

    expect(header).toBe('at,userId,client,result,ip');
    expect(rows).toEqual(entries.map(({ at, userId, client, result, ip }) => [at, userId, client, result, ip].join(',')));
    expect(next).toBeUndefined();
  });

  it('H-1 has the operations as a table, the subjects of one with blanks between', async () => {
    const { header, rows } = await table('/v1/history/operations');
    const { entries } = await operationsPage(tenant.master);

    expect(header).toBe('at,by,userId,operation,result,subjects,ip,reason');
    expect(rows).toEqual(
      entries.map(({ at, by, userId, operation, result, subjects, ip, reason }) =>
        [at, by, userId, operation, result, subjects.join(' '), ip, reason].join(','),
      ),
    );
  });

  it('H-1 leads from page to page with its filters, until everything was handed out once', async () => {
    const { userId } = tenant.master;
    const all = (await table(`/v1/history/operations?userId=${userId}&limit=100`)).rows;
    const pages = [await table(`/v1/history/operations?userId=${userId}&limit=2`)];

    for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
      expect(next).toMatch(/^\/v1\/history\/operations\?/);
      pages.push(await table(next));
    }

    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flatMap(({ rows }) => rows)).toEqual(all);
  });

  it('tells JSON clients the same next page', async () => {
    const url = `${localRun().url}/v1/history/operations?limit=2`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${tenant.master.token}` } });
    const { nextCursor } = (await response.json()) as { nextCursor: string };

    expect(response.headers.get('link')).toBe(`</v1/history/operations?limit=2&cursor=${nextCursor}>; rel="next"`);
  });

  it('C-15 has what the bank gives as a reason, which a spreadsheet takes for no formula', async () => {
    const reason = '=HYPERLINK("https://evil.example")';
    await operator('POST', `/operator/tenants/${tenant.tenantId}/recovery`, { removeAuthenticator: true, reason });

    const { rows } = await table('/v1/history/operations?limit=1');

    expect(rows[0]).toContain(`recoverTenant,done,${tenant.master.userId},,"'=HYPERLINK(""https://evil.example"")"`);
  });
});
