import { rmSync } from 'node:fs';
import { contracts } from '../functions/contracts/index.ts';
import { buildApp } from './build-app.ts';
import { BUNDLES } from './entry-points.ts';
import { settings } from './settings.ts';
import { readSettings, WrongSettings } from './settings-schema.ts';

/** `node infra/app.ts` synthesizes by itself into cdk.out; the CDK CLI names another folder in CDK_OUTDIR. */
try {
  const outdir = process.env['CDK_OUTDIR'] ?? 'cdk.out';
  if (process.env['CDK_OUTDIR'] === undefined) rmSync(outdir, { recursive: true, force: true });

  buildApp({ settings: readSettings(settings), bundles: BUNDLES, contracts: Object.values(contracts), outdir }).synth();
} catch (error) {
  // Wrong settings are for whoever edited them: a line each, and no stack trace.
  if (!(error instanceof WrongSettings)) throw error;

  console.error(error.message);
  process.exitCode = 1;
}
