import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../functions/contracts/index.ts';
import { readPlan } from '../../scripts/new-operation/plan.ts';

const RENAME = {
  area: 'groups',
  id: 'renameGroup',
  method: 'POST',
  path: '/groups/{groupId}/renaming',
  caller: 'userAdministration',
};

const WRITTEN = [
  'functions/contracts/groups.ts',
  'functions/groups/rename-group.ts',
  'test/operations/groups/rename-group.test.ts',
];

const projects: string[] = [];

afterAll(() => {
  for (const project of projects) rmSync(project, { recursive: true });
});

/** A copy of what the generator reads and writes, so that it can do its work for real. */
function copyOfProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'new-operation-'));
  projects.push(project);
  const sources = ['domain', 'events', 'functions', 'infra', 'local', 'scripts', 'test/infra/support', 'test/support'];
  const files = ['cdk.json', 'package.json', 'tsconfig.json', 'biome.json', '.gitignore'];

  for (const part of [...sources, ...files]) cpSync(part, join(project, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));

  return project;
}

function newOperation(project: string, options: Readonly<Record<string, string>>) {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/new-operation.ts', ...args], { cwd: project });

  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

describe('a new operation', () => {
  let project: string;

  beforeAll(() => {
    project = copyOfProject();

    expect(newOperation(project, RENAME)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('functions/groups/rename-group.ts'),
    });
  });

  it('compiles, and is formatted as the rest', () => {
    const tsc = spawnSync('node_modules/.bin/tsc', ['--noEmit'], { cwd: project });
    const biome = spawnSync('node_modules/.bin/biome', ['check', ...WRITTEN.slice(1)], { cwd: project });

    const errors = tsc.stdout.toString().split('\n');

    expect(tsc.error).toBeUndefined();
    expect(errors.filter((line) => WRITTEN.some((file) => line.startsWith(file)))).toEqual([]);
    expect(biome.stdout.toString()).toContain('Checked 2 files');
    expect(biome.stderr.toString()).toBe('');
  });

  it('has a route and a Lambda at once', () => {
    writeFileSync(
      join(project, 'routes.ts'),
      `import { synthesized } from './test/infra/support/synthesized.ts';
       const names = (type, property) => synthesized().all(type).map(({ definition }) => definition.Properties[property]);
       console.log(JSON.stringify([names('AWS::ApiGateway::Resource', 'PathPart'), names('AWS::Lambda::Function', 'FunctionName')]));`,
    );

    const [paths, functions] = JSON.parse(execFileSync(process.execPath, ['routes.ts'], { cwd: project }).toString());

    expect(paths).toContain('renaming');
    expect(functions).toContain('business-id-rename-group');
  });

  it('has a test that calls it through HTTP, and asks for its guarantee', () => {
    const text = readFileSync(join(project, 'test/operations/groups/rename-group.test.ts'), 'utf8');

    expect(text).toContain("call('POST', '/groups/example/renaming', { token: master.token, body: {} })");
    expect(text).toContain("expect(status, 'State the guarantee, with the ID of its rule, and prove it').toBe(200)");
  });

  it('needs an active subscription, as every operation under a right', () => {
    const text = readFileSync(join(project, 'functions/contracts/groups.ts'), 'utf8');

    expect(text).toContain("  caller: { anyRight: ['userAdministration'] },\n  subscription: 'active',");
  });

  it('refuses to run until it is written', () => {
    expect(readFileSync(join(project, 'functions/groups/rename-group.ts'), 'utf8')).toContain(
      "throw new Error('renameGroup is not written yet')",
    );
  });

  it('is not written over', () => {
    const again = newOperation(project, { ...RENAME, path: '/groups/{groupId}/other' });

    expect(again.status).toBe(1);
    expect(again.stderr).toContain('There is an operation renameGroup already');
  });
});

describe('the generator refuses, and writes nothing', () => {
  it.each([
    ['no area', { area: 'accounts' }, '--area must be one of'],
    ['another spelling', { id: 'rename-group' }, '--id must be camelCase'],
    ['a method we do not use', { method: 'PATCH' }, '--method must be one of GET, POST, PUT, DELETE'],
    ['a path with a query', { path: '/groups?name=' }, '--path must be like /groups/{groupId}/renaming'],
    ['no caller: there is no default', { caller: '' }, '--caller must be public, operator, session, representative or a right'],
    ['the route of another operation', { path: '/groups' }, 'renameGroup and createGroup have the same route POST /v1/groups'],
    [
      'another name for a path variable',
      { path: '/groups/{id}/renaming' },
      'renameGroup: /v1/groups/{id} is already called /v1/groups/{groupId}',
    ],
    ['operators outside their own API', { caller: 'operator' }, 'Operations of the operator, and only they, are below /operator'],
    [
      'others on the API of operators',
      { path: '/operator/groups' },
      'Operations of the operator, and only they, are below /operator',
    ],
  ])('%s', (_case, changes, message) => {
    expect(() => readPlan({ ...RENAME, ...changes }, Object.values(contracts))).toThrow(message);
  });

  it('an option nobody knows, in one line and with exit code 1', () => {
    const refused = newOperation(process.cwd(), { ...RENAME, colour: 'green' });

    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain("Unknown option '--colour'");
  });

  it('a file that is there', () => {
    const project = copyOfProject();
    writeFileSync(join(project, 'functions/groups/rename-group.ts'), 'mine');
    const contract = readFileSync(join(project, 'functions/contracts/groups.ts'), 'utf8');

    const refused = newOperation(project, RENAME);

    expect(refused.stderr).toContain('functions/groups/rename-group.ts exists already');
    expect(readFileSync(join(project, 'functions/groups/rename-group.ts'), 'utf8')).toBe('mine');
    expect(readFileSync(join(project, 'functions/contracts/groups.ts'), 'utf8')).toBe(contract);
  });
});
