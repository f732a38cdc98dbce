import { relative } from 'node:path';
import type { LocalCloud } from './cloud.ts';
import type { DemoTenant } from './demo-tenant.ts';

/** What is printed once everything runs: where it is, who there is, and what to try. */
export function welcome(cloud: LocalCloud, demo: DemoTenant | undefined): string {
  return [
    places(cloud),
    ...(demo ? [people(demo), firstSteps(cloud, demo)] : []),
    'Ctrl-C stops everything; --help shows the options.',
  ].join('\n\n');
}

function places({ url, httpsUrl, httpsCertificateFile, logDir, dataDir, clock }: LocalCloud): string {
  const rows: readonly (readonly [string, string])[] = [
    ['API', `${url}/v1`],
    ['OpenAPI', `${url}/v1/openapi.json`],
    ['Client certificates', `${httpsUrl}/v1 (its own certificate: ${here(httpsCertificateFile)})`],
    ['Mailbox', `${url}/_local/mailbox`],
    ['Clock', `${url}/_local/clock (now ${clock.now().toISOString()})`],
    ['Events', `${url}/_local/events`],
    ['Dead letters', `${url}/_local/dead-letters`],
    ['Executions', `${url}/_local/executions`],
    ['Cost', `${url}/_local/meter`],
    ['Faults', `${url}/_local/faults`],
    ['Logs', here(logDir)],
    ['Data', here(dataDir)],
  ];

  return `The service runs on this machine.\n\n${table(rows)}`;
}

function people({ tenantId, representativeUserId, accountIds }: DemoTenant): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Demo tenant', tenantId],
    ['Representative', `user ID ${representativeUserId}`],
    ['Accounts', accountIds.join(', ')],
  ];

  return table(rows);
}

function firstSteps({ url }: LocalCloud, { representativeUserId, representativeEmail }: DemoTenant): string {
  const login = JSON.stringify({ loginId: representativeUserId, password: '<temporary login password>', client: 'web' });

  return `To try next: read the first mail, log in with the password in it, or let the tour do it all.

  curl '${url}/_local/mailbox?to=${representativeEmail}'
  curl ${url}/v1/sessions -H 'Content-Type: application/json' -d '${login}'
  npm run tour`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));

  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

function here(path: string): string {
  const inside = relative(process.cwd(), path);

  return inside.startsWith('..') ? path : inside;
}
