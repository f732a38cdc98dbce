import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStack } from '../local/build.ts';
import { startCloud } from '../local/cloud.ts';
import { type FailedLogins, type People, peopleOf } from './login-timing/people.ts';
import { compare, median, quantile } from './login-timing/statistics.ts';

/**
 * `npm run bench:login-timing -- --rounds 300`: C-5, do failed logins take the same time, whatever is wrong? Logins of
 * all kinds take turns in an order that changes, so that what slows the machine down hits all of them alike.
 * Exit code 1 when some kind can be told from an unknown ID.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '300' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 20) throw new Error('--rounds takes a number from 20');

/** So few wrong passwords in a row lock nothing, and so few failures in a minute are not limited. */
const ROUNDS_AT_A_TIME = 4;
const WARM_UP = 20;

/** Chance alone makes a test as clear as this once in 1,000 runs; a difference below 3 ms drowns in a network. */
const CLEAR = 0.001 / 3;
const NOTICEABLE_MS = 3;

type Kind = keyof FailedLogins;
type Times = Readonly<Record<Kind, number[]>>;

async function measure({ failedLogins, startAnew }: People): Promise<Times> {
  const times: Times = { 'unknown ID': [], 'wrong password': [], locked: [], reset: [] };
  const kinds = Object.keys(times) as Kind[];

  for (let round = 0; round < WARM_UP + rounds; round++) {
    if (round % ROUNDS_AT_A_TIME === 0) await startAnew();

    for (const kind of shuffled(kinds)) {
      const took = await failedLogins[kind]();
      if (round >= WARM_UP) times[kind].push(took);
    }
  }

  return times;
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/** Prints one line for each kind. @returns whether none can be told from an unknown ID */
function judge(times: Times): boolean {
  const { 'unknown ID': unknown, ...others } = times;
  const spread = (values: readonly number[]) => [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(1).padStart(7));
  const line = (cells: readonly string[]) => console.log(cells.join('  '));

  line(['kind'.padEnd(16), '    25%', ' median', '    75%', 'shift to unknown', '       p', 'verdict']);
  line(['unknown ID'.padEnd(16), ...spread(unknown)]);

  const same = Object.entries(others).map(([kind, values]) => {
    const { shiftMs, p } = compare(unknown, values);
    const differs = p < CLEAR && Math.abs(shiftMs) >= NOTICEABLE_MS;
    const shift = `${shiftMs >= 0 ? '+' : ''}${shiftMs.toFixed(2)} ms`.padStart(16);
    line([kind.padEnd(16), ...spread(values), shift, p.toFixed(4).padStart(8), differs ? 'DIFFERS' : 'the same']);

    return !differs;
  });

  return same.every(Boolean);
}

const root = resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'business-id-login-timing-'));

try {
  await buildStack(root, console.log);
  const cloud = await startCloud({ port: 0, dataDir, assemblyDir: join(root, 'cdk.out') });

  try {
    const times = await measure(await peopleOf(cloud));
    console.log(`Failed logins in ms, ${rounds} of each kind; median of all: ${median(Object.values(times).flat()).toFixed(1)}`);
    const same = judge(times);

    console.log(
      same ? 'No kind can be told from an unknown ID by its time.' : 'A kind can be told from an unknown ID by its time.',
    );
    process.exitCode = same ? 0 : 1;
  } finally {
    await cloud.close();
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
