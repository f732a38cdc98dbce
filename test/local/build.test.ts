import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { buildStack } from '../../local/build.ts';
import { temporaryFolder } from './fixtures/cloud-assembly.ts';

const NOTE = (step: string): string => `import { appendFileSync } from 'node:fs'; appendFileSync('steps', '${step} ');`;
const SYNTH = `import { mkdirSync, rmSync } from 'node:fs'; rmSync('cdk.out', { recursive: true, force: true }); mkdirSync('cdk.out'); ${NOTE('synth')}`;

function project(files: Record<string, string> = {}) {
  const root = temporaryFolder();
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const all = {
    'infra/bundle.ts': NOTE('bundle'),
    'infra/app.ts': SYNTH,
    'functions/a.ts': '1',
    'package-lock.json': '{}',
    ...files,
  };
  for (const [file, content] of Object.entries(all)) write(file, content);

  return {
    root,
    write,
    build: () => buildStack(root, vi.fn()),
    steps: () => (existsSync(join(root, 'steps')) ? readFileSync(join(root, 'steps'), 'utf8').trim() : ''),
  };
}

describe('building the stack', () => {
  it('bundles, then synthesizes', async () => {
    const { build, steps } = project();

    await build();

    expect(steps()).toBe('bundle synth');
  });

  it('does nothing when nothing changed', async () => {
    const { build, steps } = project();
    await build();

    await build();

    expect(steps()).toBe('bundle synth');
  });

  it.each([
    ['a file has changed', 'functions/a.ts'],
    ['a file is new', 'domain/new.ts'],
    ['packages have changed', 'package-lock.json'],
  ])('builds again when %s', async (_, file) => {
    const { build, steps, write } = project();
    await build();

    write(file, 'changed');
    await build();

    expect(steps()).toBe('bundle synth bundle synth');
  });

  it('builds again when someone else has synthesized since', async () => {
    const { root, build, steps } = project();
    await build();

    rmSync(join(root, 'cdk.out'), { recursive: true });
    await build();

    expect(steps()).toBe('bundle synth bundle synth');
  });

  it('stops at a step that fails, telling what it said, and tries again next time', async () => {
    const { build, steps, write } = project({ 'infra/bundle.ts': "console.error('handler is missing'); process.exit(1);" });

    await expect(build()).rejects.toThrow(/handler is missing\n+"node infra\/bundle.ts" failed/);
    expect(steps()).toBe('');

    write('infra/bundle.ts', NOTE('bundle'));
    await build();
    expect(steps()).toBe('bundle synth');
  });
});
