import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildStack } from '../../local/build.ts';
import { startCloud } from '../../local/cloud.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Base address of the local run, for example `http://127.0.0.1:3000`. */
    url: string;
    region: string;
    logDir: string;
  }
}

/** Starts one local run of the synthesized stack, in a folder of its own, for all journeys. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, '../..');
  const dataDir = mkdtempSync(join(tmpdir(), 'business-id-'));

  await buildStack(root, () => undefined, new AbortController().signal);
  const cloud = await startCloud({ port: 0, dataDir, assemblyDir: join(root, 'cdk.out') });

  project.provide('url', cloud.url);
  project.provide('region', cloud.assembly.region);
  project.provide('logDir', cloud.logDir);

  return async () => {
    await cloud.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
