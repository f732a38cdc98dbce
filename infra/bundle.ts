import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import type { Contract } from '../functions/contracts/contract.ts';
import { contracts } from '../functions/contracts/index.ts';
import { allEntryPoints, BUILD } from './entry-points.ts';

/**
 * Bundles every handler in one run to `<build>/functions/<area>/<operation>/index.mjs`. Throws when a handler is missing.
 * `<build>/metafile.json` says what is in each bundle, and how large; https://esbuild.github.io/analyze/ reads it.
 */
export async function bundle(all: readonly Contract[], build = BUILD): Promise<void> {
  await rm(build, { recursive: true, force: true });

  const { metafile } = await esbuild({
    entryPoints: allEntryPoints(all).map((entryPoint) => `functions/${entryPoint}.ts`),
    outdir: join(build, 'functions'),
    outbase: 'functions',
    entryNames: '[dir]/[name]/index',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The SDK's ES modules shake well; its CommonJS ones, which esbuild prefers for Node, do not.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    metafile: true,
    logLevel: 'warning',
  });

  await writeFile(join(build, 'metafile.json'), JSON.stringify(metafile));
}

if (import.meta.main) await bundle(Object.values(contracts));
