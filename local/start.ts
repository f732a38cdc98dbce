import { resolve } from 'node:path';
import { type StartArguments, startArguments, USAGE } from './arguments.ts';
import { buildStack } from './build.ts';
import { type LocalCloud, startCloud } from './cloud.ts';
import { type DemoTenant, demoTenant } from './demo-tenant.ts';
import { checkPorts } from './listeners.ts';
import { Refusal } from './refusal.ts';
import { welcome } from './welcome.ts';

// The command line of the local run: `npm start -- --help`.

const ROOT = resolve(import.meta.dirname, '..');

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
if (process.env['npm_lifecycle_event']) stopWithParent();
// What nobody caught ends the run all the same, but not what it started: that is stopped first.
process.on('uncaughtException', (fault) => {
  console.error(fault);
  process.exitCode = 1;
  stopping.abort();
});

try {
  const given = startArguments(process.argv.slice(2));

  if (given.help) console.log(USAGE);
  else await run(given);
} catch (cause) {
  if (!stopping.signal.aborted) {
    console.error(cause instanceof Refusal ? cause.message : cause);
    process.exitCode = 1;
  }
}

async function run({ port, dataDir, fresh }: StartArguments): Promise<void> {
  await checkPorts(port);
  await buildStack(ROOT, progress, stopping.signal);

  progress('Starting the local cloud');
  const cloud = await startCloud({ port, dataDir, fresh, assemblyDir: resolve(ROOT, 'cdk.out') });

  try {
    const demo = await registerDemoTenant(cloud);
    // So that the mail it is told about is there.
    await cloud.idle();
    console.log(`\n${welcome(cloud, demo)}\n`);
    await stopped();
    progress('Stopping');
  } finally {
    await cloud.close();
  }
}

/** A service that refuses the demo tenant is still worth running: its logs tell why. */
async function registerDemoTenant(cloud: LocalCloud): Promise<DemoTenant | undefined> {
  try {
    return await demoTenant(cloud);
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause);
    return undefined;
  }
}

/** The shell that npm puts in between ends by SIGTERM without passing it on: who loses it stops as well. */
function stopWithParent(): void {
  const parent = process.ppid;

  setInterval(() => {
    if (process.ppid !== parent) stopping.abort();
  }, 250).unref();
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.signal.aborted) resolve();
    stopping.signal.addEventListener('abort', () => resolve());
  });
}

function progress(line: string): void {
  console.log(`${line} …`);
}
