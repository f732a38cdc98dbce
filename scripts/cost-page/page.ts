import * as z from 'zod';
import { table } from '../pages/table.ts';
import { Assumptions } from './assumptions.ts';
import { bill, cost, total } from './bill.ts';
import { count, dollars, percent, tens } from './figures.ts';
import type { Measured } from './measured.ts';
import { STANDING, usageOfDeployment, usageOfTenant } from './month.ts';
import { KNOWN_ON, PRICES, REGION } from './prices.ts';
import { quotas } from './quotas.ts';
import { usageOf } from './usage.ts';

export const COST_PAGE = 'docs/cost.md';

const SCALES = [100, 10_000, 1_000_000];

/** The page about what the service costs and how far it goes. */
export function costPage(measured: Measured, a: Assumptions): string {
  const parts = [
    about(measured, a),
    `## What a month costs\n\n${bills(measured, a)}`,
    `## Where it ends\n\n${ABOUT_QUOTAS}\n\n${quotaTable(measured, a)}\n\n${TENANT_LIMITS}`,
    `## What is assumed\n\n${ABOUT_ASSUMPTIONS}\n\n${assumptionTable(a)}`,
    `## Prices\n\n${ABOUT_PRICES}\n\n${priceTable()}`,
  ];

  return `${parts.join('\n\n')}\n`;
}

function about(measured: Measured, a: Assumptions): string {
  const standing = total(bill(STANDING));
  const tenant = total(bill(usageOfTenant(measured, a)));
  const certificates = cost(PRICES.certificates, a.certificates / 12);
  const logins = total(bill(usageOf({ operation: 'logIn', times: 1_000 }, measured, a)));
  const scales = SCALES.map((tenants) => {
    const month = total(bill(usageOfDeployment(tenants, measured, a)));
    const { what, share } = nearest(tenants, measured, a);
    const end = share > 1 ? `${count(share)} times the default of ${what}` : `${percent(share)} of ${what}`;

    return [count(tenants), dollars(month), dollars(month / tenants), end];
  });

  return `# Cost and scale

This page is written by \`npm run docs:cost\` from \`docs/cost/measured.json\` and the tables in \`scripts/cost-page\`; change those, not the page.

A deployment costs **${dollars(standing)} a month** before its first tenant, most of it the CA (${dollars(cost(PRICES.authorities, 1))}). A tenant of ${a.users} people adds
**${dollars(tenant)} a month**, while few are there, ${dollars(certificates)} of it certificates: the more a month, the less for each. **1,000 logins cost ${dollars(logins)}**.

${table(['tenants', 'a month', 'for each', 'nearest to its end'], scales)}

${beyond(measured, a)}

All US dollars, list prices of ${REGION} without tax. Requests, calls and request units are measured; how often tenants do what, how long
functions run and how much is stored is assumed, below. To put in numbers of your own:

\`\`\`
npm run docs:cost -- --print users=50 transfers=400
\`\`\``;
}

/** Which quotas have to be raised first, at which scale. */
function beyond(measured: Measured, a: Assumptions): string {
  const sentences = SCALES.map((tenants) => {
    const names = quotas(measured, a).flatMap(({ what, limit, perTenant }) => (tenants * perTenant > limit ? [what] : []));

    return `At ${count(tenants)} tenants ${names.length === 0 ? 'every default suffices' : `these do not: ${names.join('; ')}`}.`;
  });

  return sentences.join(' ');
}

function bills(measured: Measured, a: Assumptions): string {
  const columns = SCALES.map((tenants) => bill(usageOfDeployment(tenants, measured, a)));
  const rows = bill(STANDING).map(({ service, usd }, row) => [
    service,
    dollars(usd),
    ...columns.map((lines) => dollars(lines[row]?.usd ?? 0)),
  ]);
  const sums = [dollars(total(bill(STANDING))), ...columns.map((lines) => dollars(total(lines)))];
  const head = ['service', 'without tenants', ...SCALES.map((tenants) => `${count(tenants)} tenants`)];

  return table(head, [...rows, ['**all**', ...sums.map((sum) => `**${sum}**`)]]);
}

function quotaTable(measured: Measured, a: Assumptions): string {
  const rows = quotas(measured, a).map(({ what, limit, unit, perTenant, way }) => [
    what,
    `${count(limit)} ${unit}`,
    ...SCALES.map((tenants) => percent((tenants * perTenant) / limit)),
    tens(limit / perTenant),
    way,
  ]);

  return table(['quota', 'default', ...SCALES.map((tenants) => `at ${count(tenants)}`), 'reached at', 'before it is'], rows);
}

/** The quota that so many tenants use most of. */
function nearest(tenants: number, measured: Measured, a: Assumptions): { readonly what: string; readonly share: number } {
  const shares = quotas(measured, a).map(({ what, limit, perTenant }) => ({ what, share: (tenants * perTenant) / limit }));

  return shares.reduce((most, one) => (one.share > most.share ? one : most));
}

function assumptionTable(a: Assumptions): string {
  const { properties = {} } = z.toJSONSchema(Assumptions, { io: 'input' });
  const rows = Object.entries(properties).map(([name, schema]) => [
    `\`${name}\``,
    String(a[name as keyof Assumptions]),
    typeof schema === 'object' ? (schema.description ?? '') : '',
  ]);

  return table(['assumption', 'value', 'meaning'], rows);
}

function priceTable(): string {
  const rows = Object.values(PRICES).map(({ service, of, per, tiers, page }) => {
    const steps = tiers.map(({ upTo, usd }) => `${usd}${upTo === undefined ? '' : ` up to ${count(upTo)}`}`).join(', then ');

    return [`[${service}](${page})`, `${per === 1 ? '' : `${count(per)} `}${of}`, steps];
  });

  return table(['service', 'unit', 'US dollars'], rows);
}

const ABOUT_QUOTAS = `Shares of what AWS allows unless more is asked for, in the busiest second or as the unit says. Above 100 % the quota has to be raised
first. Service Quotas of the account has the figures that hold; those here are as known to us on ${KNOWN_ON}, to be checked. The deployment's own limits
are [settings](settings.md); \`certificatesPerSecond\` follows the quota.`;

const TENANT_LIMITS = `What one tenant can do does not depend on how many there are. Its items lie in partitions of their own, each good for 1,000 write and 3,000
read units a second: a login takes some ten, most of them in items of the user. Every change of members or groups writes the roster, one
item of the tenant, so that such changes follow each other; one that meets another is tried again, and answers 503 when it meets too many.`;

const ABOUT_ASSUMPTIONS = `The tour (\`npm run measure:operations\`) measures each operation: calls of AWS, request units as DynamoDB charges them, calls in sequence. It also tries
what is refused; that is charged to what was done, so that figures are rather high. An operation's time is what it waits for DynamoDB, what it
hashes, and the rest; on AWS it is yet to be measured. Which operations a month consists of stands in \`scripts/cost-page/assumptions.ts\`.

Left out, because they are small: requests of S3 and SQS (dead letters only), Scheduler, SNS, Route 53 queries (aliases to API Gateway are free) and the zone, KMS calls of DynamoDB
for the table's key (kept for minutes), stored logs, purges. Free allowances are not counted.`;

const ABOUT_PRICES = `As known to us on ${KNOWN_ON}, without a look at AWS's pages: **check each before you rely on it**. One table holds them, \`scripts/cost-page/prices.ts\`.`;
