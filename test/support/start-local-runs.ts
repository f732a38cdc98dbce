import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildStack } from '../../local/build.ts';
import { startCloud } from '../../local/cloud.ts';
import type { LocalRun } from './local-run.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** One for each worker: each has a clock of its own, which its files move in turn. */
    localRuns: readonly LocalRun[];
  }
}

/** Starts a local run of the synthesized stack for each worker, in a folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, '../..');
  await buildStack(root, () => undefined, new AbortController().signal);

  const assemblyDir = join(root, 'cdk.out');
  const dataDirs = Array.from({ length: Number(project.vitest.config.maxWorkers) }, () =>
    mkdtempSync(join(tmpdir(), 'business-id-')),
  );
  const clouds = await Promise.all(dataDirs.map((dataDir) => startCloud({ port: 0, dataDir, assemblyDir })));

  project.provide(
    'localRuns',
    clouds.map(({ url, httpsUrl, logDir, assembly }) => ({ url, httpsUrl, logDir, region: assembly.region })),
  );

  return async () => {
    await Promise.all(clouds.map((cloud) => cloud.close()));
    for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
  };
}
