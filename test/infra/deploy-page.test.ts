import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { settings } from '../../infra/settings.ts';
import { readSettings } from '../../infra/settings-schema.ts';
import { type Synthesized, synthesized } from './support/synthesized.ts';

const page = readFileSync('docs/deploy.md', 'utf8');

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

describe('docs/deploy.md', () => {
  it('shows every stack, as `cdk list` does', () => {
    const [, listed = ''] = /\$ npx cdk list --app cdk\.out\n([\s\S]*?)```/.exec(page) ?? [];

    expect(listed.trim().split('\n').toSorted()).toEqual(deployment.stacks.toSorted());
  });

  it('names the outputs that the API has, and no stack or function that is not there', () => {
    const functions = deployment.all('AWS::Lambda::Function').map(({ definition }) => definition['Properties'].FunctionName);
    const named = [...page.matchAll(/\bbusiness-id-[a-z-]*[a-z]/g)].map(([name]) => name);

    for (const name of named) expect([...deployment.stacks, ...functions]).toContain(name);
    for (const output of Object.keys(deployment.template('business-id-api').findOutputs('*'))) {
      expect(page).toContain(`| \`${output}\` |`);
    }
  });

  it('names scripts, pages and settings that are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const described = readFileSync('docs/settings.md', 'utf8');

    for (const [, script = ''] of page.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, file = ''] of page.matchAll(/\]\(([\w/.-]+\.md)/g))
      expect(() => readFileSync(`docs/${file}`), file).not.toThrow();
    for (const [, names = ''] of page.matchAll(/^\| (`.+`) \|/gm)) {
      for (const [, name = ''] of names.matchAll(/`([a-z]\w+)`/g)) expect(described, name).toContain(`\`${name}`);
    }
  });

  it('prints what wrong settings print', () => {
    const wrong = { ...settings, mail: { ...settings.mail, from: 'no-reply@example.com' }, logRetentionDays: 300 };
    const printed = /\$ npm run synth\n((?:infra.*\n)+)/.exec(page)?.[1]?.replaceAll('…\n', '') ?? 'nothing';

    const lines = printed.trim().split('\n');
    expect(lines.length).toBe(2);
    for (const line of lines) expect(() => readSettings(wrong)).toThrow(line);
  });
});
