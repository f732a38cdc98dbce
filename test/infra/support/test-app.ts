import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import type { Contract } from '../../../functions/contracts/contract.ts';
import { contracts } from '../../../functions/contracts/index.ts';
import { buildApp } from '../../../infra/build-app.ts';
import { allEntryPoints, bundleFolder } from '../../../infra/entry-points.ts';
import { settings } from '../../../infra/settings.ts';
import { type DeploymentSettingsInput, readSettings } from '../../../infra/settings-schema.ts';

export const allContracts: readonly Contract[] = Object.values(contracts);

/**
 * The app of a deployment, below `folder`, with placeholders for bundles: what a bundle holds does not matter to a stack.
 */
export function testApp(folder: string, changes: Partial<DeploymentSettingsInput> = {}): App {
  const bundles = join(folder, 'bundles');

  for (const entryPoint of allEntryPoints(allContracts)) {
    const bundle = bundleFolder(bundles, entryPoint);
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'index.mjs'), `// ${entryPoint}`);
  }

  const outdir = join(folder, 'cdk.out');

  return buildApp({ settings: readSettings({ ...settings, ...changes }), bundles, contracts: allContracts, outdir });
}
