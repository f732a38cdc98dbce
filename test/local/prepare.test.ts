import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './fixtures/cloud-assembly.ts';

const LOCKED = {
  '': { version: '0.1.0' },
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-zod' },
  'node_modules/@esbuild/other-platform': { version: '0.28.2', integrity: 'sha512-other', optional: true },
};
const { '': _, 'node_modules/@esbuild/other-platform': __, ...INSTALLED } = LOCKED;

const JAVA_17 = 'echo \'openjdk version "17.0.15" 2025-04-15\' >&2';

type Project = { installed?: Record<string, unknown>; java?: string; npm?: string };

/** Runs local/prepare.mjs in a project made for it, with stand-ins for npm and java; tells what npm was asked. */
function prepare({ installed, java = JAVA_17, npm = 'exit 0' }: Project) {
  const root = temporaryFolder();
  const bin = join(root, 'bin');
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };

  mkdirSync(join(root, 'local'));
  copyFileSync('local/prepare.mjs', join(root, 'local', 'prepare.mjs'));
  write('package-lock.json', JSON.stringify({ packages: LOCKED }));
  if (installed) write('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
  for (const [name, script] of [
    ['npm', `echo "$@" > ${root}/npm-asked; ${npm}`],
    ['java', java],
  ]) {
    write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, String(name)), 0o755);
  }

  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'local', 'prepare.mjs')], {
    env: { PATH: `${bin}:/usr/bin:/bin` },
    encoding: 'utf8',
  });

  return { status, stdout, stderr, asked: existsSync(join(root, 'npm-asked')) };
}

describe('set-up before npm start and npm test', () => {
  it('does nothing when the packages are those of the lockfile, builds for other platforms aside', () => {
    expect(prepare({ installed: INSTALLED })).toEqual({ status: 0, stdout: '', stderr: '', asked: false });
  });

  it.each([
    ['there are none', undefined],
    ['one is missing', {}],
    ['one has another version', { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-zod' } }],
    ['one has other content', { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-other' } }],
  ])('installs the packages when %s, and says so', (_, installed) => {
    const outcome = prepare(installed ? { installed } : {});

    expect(outcome).toMatchObject({ status: 0, asked: true, stdout: expect.stringContaining('Installing') });
  });

  it('stops when installing fails', () => {
    expect(prepare({ npm: 'exit 3' })).toMatchObject({ status: 1, stderr: '"npm ci" failed\n' });
  });

  it.each([
    ['missing', 'exit 127'],
    ['too old', 'echo \'openjdk version "11.0.2"\' >&2'],
    ['much too old', 'echo \'java version "1.8.0_292"\' >&2'],
  ])('says in one line how to install Java on Debian, macOS and Windows when it is %s', (_, java) => {
    const { status, stderr } = prepare({ installed: INSTALLED, java });

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Java 17 or later is needed.*Debian: sudo apt-get install.*macOS: brew install.*Windows: winget install.*\n$/,
    );
  });

  it('takes a later Java', () => {
    expect(prepare({ installed: INSTALLED, java: 'echo \'openjdk version "21" 2023-09-19\' >&2' }).status).toBe(0);
  });
});
