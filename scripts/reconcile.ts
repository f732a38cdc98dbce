import { bePatient } from '../functions/adapters/dynamodb/client.ts';
import { positionText, reconcileArguments, USAGE } from './reconcile/arguments.ts';
import type { FindingCode } from './reconcile/finding.ts';
import { type Outcome, reconcile } from './reconcile/reconcile.ts';
import { looksLive } from './reconcile/table.ts';

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  found: '--repair mends it',
  mended: 'mended',
  moved: 'was no longer so',
  'to-decide': 'a person has to decide',
};

/** `npm run reconcile -- --table NAME --restored-to TIME`: see USAGE, and docs/restore.md. */
if (process.argv.includes('--help')) console.log(USAGE);
else await run().catch(abort);

async function run(): Promise<void> {
  const { table, region, endpoint, forceLive, ...part } = reconcileArguments(process.argv.slice(2));
  bePatient();
  // The access patterns of the functions take these from their environment.
  process.env['TABLE_NAME'] = table;
  if (region !== undefined) process.env['AWS_REGION'] = region;
  if (endpoint !== undefined) process.env['AWS_ENDPOINT_URL_DYNAMODB'] = endpoint;

  if (part.repair && !forceLive && (await looksLive())) {
    throw new Error(
      `${table} has a stream or is protected from deletion, as the live table is; --force-live mends it all the same`,
    );
  }

  const counts = new Map<string, number>();
  let items = 0;

  const left = await reconcile({
    ...part,
    now: new Date(),
    onFinding: ({ finding: { code, key, about }, outcome }) => {
      counts.set(line(code, outcome), (counts.get(line(code, outcome)) ?? 0) + 1);
      console.log(JSON.stringify({ code, outcome, ...key, ...about }));
    },
    onPage: (count, last) => {
      items += count;
      if (last !== undefined) console.log(JSON.stringify({ position: positionText(last), items }));
    },
  });

  console.error(`${items} items of ${table} were looked at.`);
  for (const [what, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) console.error(`  ${count} ${what}`);
  console.error(left === 0 ? 'Nothing is left to be done.' : `${left} findings are left: docs/restore.md tells what each means.`);
  process.exitCode = left === 0 ? 0 : 1;
}

/** Whoever runs this in a script can tell that it did not come to its end. */
function abort(error: unknown): void {
  console.error(error);
  process.exitCode = 2;
}

function line(code: FindingCode, outcome: Outcome): string {
  return `${code}: ${OUTCOMES[outcome]}`;
}
