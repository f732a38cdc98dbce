import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const PACKAGES = { openssl: 'openssl', pk12util: 'libnss3-tools', certutil: 'libnss3-tools' } as const;

type Printed = { readonly stdout: string; readonly stderr: string };

/** Runs a tool that people open certificates with. Throws when it fails, or is not installed. */
export function printed(tool: keyof typeof PACKAGES, args: readonly string[], input = ''): Printed {
  const { error, status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', input });

  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw new Error(`${tool} is missing: apt-get install ${PACKAGES[tool]}`);
  }
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr}`, { cause: error });

  return { stdout, stderr };
}

export function run(tool: keyof typeof PACKAGES, args: readonly string[], input?: string): string {
  return printed(tool, args, input).stdout;
}

const root = mkdtempSync(join(tmpdir(), 'business-id-x509-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A new folder, gone with the tests of the file. */
export function scratch(): string {
  return mkdtempSync(join(root, 'x'));
}

export function fileWith(content: string | Uint8Array): string {
  const path = join(scratch(), 'file');
  writeFileSync(path, content);

  return path;
}
