import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Settings } from '../../functions/contracts/settings.ts';

type Template = { Resources: Record<string, { Properties?: { Environment?: { Variables?: Record<string, unknown> } } }> };

const CDK_OUT = resolve(import.meta.dirname, '../../cdk.out');

/**
 * The synthesized stacks as a deployment with other product settings has them, in a temporary folder; everything else in it
 * points at the original.
 */
export function assemblyWithSettings(changes: Partial<Settings>): string {
  const folder = mkdtempSync(join(tmpdir(), 'business-id-settings-'));

  for (const name of readdirSync(CDK_OUT)) {
    if (name.endsWith('.template.json')) {
      writeFileSync(join(folder, name), withSettings(readFileSync(join(CDK_OUT, name), 'utf8'), changes));
    } else symlinkSync(join(CDK_OUT, name), join(folder, name));
  }

  return folder;
}

function withSettings(text: string, changes: Partial<Settings>): string {
  const template = JSON.parse(text) as Template;

  for (const { Properties } of Object.values(template.Resources)) {
    const variables = Properties?.Environment?.Variables;
    if (typeof variables?.['SETTINGS'] !== 'string') continue;

    variables['SETTINGS'] = JSON.stringify(Settings.parse({ ...JSON.parse(variables['SETTINGS']), ...changes }));
  }

  return JSON.stringify(template);
}
