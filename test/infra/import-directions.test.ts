import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';

/** Every file of a small project: its path, and what it imports. `type:` stands before imports of types only. */
const ALLOWED = {
  'domain/groups/group.ts': ['../result.ts'],
  'domain/result.ts': [],
  'events/group-created.ts': ['zod', './envelope.ts'],
  'events/envelope.ts': ['zod'],
  'functions/contracts/groups.ts': ['zod', 'type:../../domain/result.ts', '../../events/envelope.ts', './table.ts'],
  'functions/contracts/table.ts': [],
  'functions/groups/create-group.ts': [
    '../contracts/groups.ts',
    '../adapters/table.ts',
    '../../domain/groups/group.ts',
    'node:crypto',
  ],
  'functions/groups/list-groups.ts': ['../../events/group-created.ts', 'type:aws-lambda'],
  'functions/adapters/table.ts': ['@aws-sdk/client-dynamodb'],
  'infra/app.ts': ['../functions/contracts/groups.ts', '../events/envelope.ts', 'esbuild', 'node:fs'],
  'local/start.ts': ['./gateway.ts', 'esbuild', 'node:http'],
  'local/gateway.ts': [],
  'web/console.ts': ['../functions/contracts/table.ts', 'zod'],
  'test/groups.test.ts': [
    '../functions/groups/create-group.ts',
    '../local/start.ts',
    '../infra/app.ts',
    '@aws-sdk/client-dynamodb',
  ],
};

/** One file per forbidden import, with the rule it breaks. */
const FORBIDDEN: readonly (readonly [rule: string, file: string, forbidden: string])[] = [
  ['domain-is-pure', 'domain/a.ts', 'node:crypto'],
  ['domain-is-pure', 'domain/b.ts', 'zod'],
  ['domain-is-pure', 'domain/c.ts', 'type:../functions/contracts/table.ts'],
  ['events-are-schemas', 'events/a.ts', 'type:../domain/result.ts'],
  ['events-are-schemas', 'events/b.ts', 'node:crypto'],
  ['contracts-stand-alone', 'functions/contracts/a.ts', '@aws-sdk/client-dynamodb'],
  ['contracts-stand-alone', 'functions/contracts/b.ts', 'type:../adapters/table.ts'],
  ['contracts-stand-alone', 'functions/contracts/c.ts', 'node:crypto'],
  ['operations-are-leaves', 'functions/groups/a.ts', './list-groups.ts'],
  ['operations-are-leaves', 'functions/users/a.ts', 'type:../groups/list-groups.ts'],
  ['operations-are-leaves', 'functions/runtime/a.ts', 'export:../groups/list-groups.ts'],
  ['operations-are-leaves', 'infra/a.ts', '../functions/groups/list-groups.ts'],
  ['sdk-in-adapters', 'functions/groups/b.ts', '@aws-sdk/client-dynamodb'],
  ['sdk-in-adapters', 'functions/runtime/b.ts', 'type:@aws-sdk/client-dynamodb'],
  ['sdk-in-adapters', 'infra/b.ts', 'await:@aws-sdk/client-dynamodb'],
  ['no-development-packages', 'functions/groups/c.ts', 'esbuild'],
  ['no-undeclared-packages', 'functions/groups/d.ts', 'undeclared'],
  ['functions-look-inward', 'functions/groups/e.ts', '../../infra/app.ts'],
  ['functions-look-inward', 'functions/listeners/a.ts', 'type:../../local/gateway.ts'],
  ['infra-points-by-path', 'infra/c.ts', '../functions/adapters/table.ts'],
  ['infra-points-by-path', 'infra/d.ts', 'type:../domain/result.ts'],
  ['infra-points-by-path', 'infra/e.ts', '../local/gateway.ts'],
  ['local-reads-the-assembly', 'local/a.ts', '../functions/contracts/table.ts'],
  ['local-reads-the-assembly', 'local/b.ts', 'type:../infra/app.ts'],
  ['local-reads-the-assembly', 'local/c.ts', '../events/envelope.ts'],
  ['web-knows-contracts', 'web/a.ts', '../domain/result.ts'],
  ['nothing-imports-tests', 'local/d.ts', '../test/groups.test.ts'],
  ['nothing-imports-tests', 'infra/f.ts', 'type:../test/groups.test.ts'],
  ['no-unknown', 'functions/runtime/c.ts', './nowhere.ts'],
  ['no-circles', 'domain/circle/a.ts', './b.ts'],
];

const PACKAGES = ['zod', '@aws-sdk/client-dynamodb', 'esbuild', 'undeclared', '@types/aws-lambda'];

type Violation = { rule: { name: string }; from: string };

let violations: readonly Violation[];

beforeAll(() => {
  const project = mkdtempSync(join(tmpdir(), 'import-directions-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };

  for (const [path, imports] of Object.entries(ALLOWED)) write(path, imports.map(statement).join('\n'));
  for (const [, path, forbidden] of FORBIDDEN) write(path, statement(forbidden, 0));

  // The way back of the circle that domain/circle/a.ts begins.
  write('domain/circle/b.ts', statement('type:./a.ts', 0));

  for (const name of PACKAGES) {
    const types = name.startsWith('@types/');
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', ...(types ? { types: 'index.d.ts' } : {}) }),
    );
    write(`node_modules/${name}/${types ? 'index.d.ts' : 'index.js'}`, '');
  }
  write(
    'package.json',
    JSON.stringify({
      type: 'module',
      dependencies: { zod: '1.0.0', '@aws-sdk/client-dynamodb': '1.0.0' },
      devDependencies: { esbuild: '1.0.0', '@types/aws-lambda': '1.0.0' },
    }),
  );

  violations = cruise(project);
  rmSync(project, { recursive: true });
});

/** An import statement of the kind its prefix asks for. */
function statement(specifier: string, index: number): string {
  const [, kind, from] = /^(?:(type|export|await):)?(.+)$/.exec(specifier) ?? [];

  if (kind === 'type') return `import type { T${index} } from '${from}'; export type Own${index} = T${index};`;
  if (kind === 'export') return `export * from '${from}';`;
  if (kind === 'await') return `export const later = await import('${from}');`;

  return `import * as m${index} from '${from}'; export const own${index} = m${index};`;
}

function cruise(project: string): readonly Violation[] {
  const depcruise = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = resolve('.dependency-cruiser.mjs');
  const folders = ['domain', 'events', 'functions', 'infra', 'local', 'web', 'test'];

  const report = execFileSync(process.execPath, [depcruise, '--config', config, '-T', 'json', ...folders], { cwd: project });

  return JSON.parse(report.toString()).summary.violations;
}

it.each(FORBIDDEN)('%s: %s may not import %s', (rule, file) => {
  expect(violations.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
});

it('what is allowed breaks no rule', () => {
  expect(violations.filter(({ from }) => from in ALLOWED)).toEqual([]);
});

it('contracts take only types from the domain, which swc cannot tell from values', async () => {
  const { metafile } = await build({
    entryPoints: ['functions/contracts/index.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });

  expect(Object.keys(metafile.inputs).filter((path) => !/^(functions\/contracts|events)\//.test(path))).toEqual([]);
});
