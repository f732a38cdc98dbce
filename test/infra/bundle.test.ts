import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../../infra/bundle.ts';
import { allEntryPoints, bundleFolder } from '../../infra/entry-points.ts';
import { allContracts } from './support/test-app.ts';

const build = mkdtempSync(join(tmpdir(), 'bundle-'));
const bundleOf = (entryPoint: string) => join(bundleFolder(join(build, 'functions'), entryPoint), 'index.mjs');

beforeAll(() => bundle(allContracts, build));
afterAll(() => rmSync(build, { recursive: true, force: true }));

it('every bundle imports without an environment, and has a handler', () => {
  const files = allEntryPoints(allContracts).map(bundleOf);
  const script = `
    const types = await Promise.all(${JSON.stringify(files)}.map(async (file) => typeof (await import(file)).handler));
    console.log(JSON.stringify(types));`;

  const types = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: {} });

  expect(new Set(JSON.parse(types.toString()))).toEqual(new Set(['function']));
});

it('what is in a bundle, and how large, can be looked up', () => {
  expect(existsSync(join(build, 'metafile.json'))).toBe(true);
});

it('an operation without a handler is an error that names the file', async () => {
  const [first] = allContracts;
  if (first === undefined) throw new Error('No contract');

  await expect(bundle([{ ...first, area: 'groups', id: 'forgetGroup' }], join(build, 'other'))).rejects.toThrow(
    'functions/groups/forget-group.ts',
  );
});
