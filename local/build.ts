import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/** What the bundles and the templates are made from. */
const INPUTS = ['{domain,events,functions,infra}/**/*', 'cdk.json', 'package-lock.json', 'tsconfig.json'];

/** Inside cdk.out, so that whoever synthesizes anew takes the mark away. */
const MARK = join('cdk.out', 'local-inputs.sha256');

/**
 * Bundles the functions and synthesizes the stacks into cdk.out, unless nothing has changed since.
 *
 * @param root folder of the project
 * @param progress told what is being done
 * @throws Refusal when a step fails; what the step said is part of the message
 */
export async function buildStack(root: string, progress: (line: string) => void, stopping?: AbortSignal): Promise<void> {
  const inputs = fingerprint(root);
  const mark = join(root, MARK);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === inputs) return;

  progress('Bundling the functions');
  await runScript(root, 'infra/bundle.ts', stopping);

  progress('Synthesizing the stacks');
  await runScript(root, 'infra/app.ts', stopping);

  writeFileSync(mark, inputs);
}

/** Changes with the name or the content of any input, and with the version of Node. */
function fingerprint(root: string): string {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(INPUTS, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());

  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    hash.update(`\0${path.slice(root.length)}\0`).update(readFileSync(path));
  }

  return hash.digest('hex');
}

function runScript(root: string, script: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { cwd: root, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));

    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Refusal(`${said.join('')}\n"node ${script}" failed; its messages are above.`)),
    );
  });
}
