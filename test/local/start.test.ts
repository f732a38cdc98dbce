import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort, isFree, smallProject } from './fixtures/project.ts';

const STARTED = 'Ctrl-C stops everything';

/** Process ID of the DynamoDB Local over a data folder. */
function dynamoDbPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'dynamodb', 'dynamodb-local.pid'), 'utf8'));
}

/** A process that nobody has asked about since its end (Z) is not running. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });

  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

describe('npm start', () => {
  it('says where everything is and who there is, and leaves nothing behind after Ctrl-C', async () => {
    const { root, start } = smallProject();
    const port = await freePort();
    const run = start('--port', String(port));
    await run.printed(STARTED);

    expect(run.output()).toMatch(new RegExp(`API +http://127\\.0\\.0\\.1:${port}/v1`));
    expect(run.output()).toContain(`https://127.0.0.1:${port + 443}/v1`);
    for (const place of ['mailbox', 'clock', 'events', 'dead-letters', 'executions', 'meter', 'faults']) {
      expect(run.output()).toContain(`_local/${place}`);
    }
    for (const place of ['openapi.json', '.local/logs', 'npm run tour']) expect(run.output()).toContain(place);
    expect(run.output()).toMatch(/Demo tenant +demo\n +Representative +user ID \d+\n +Accounts +101-1/);
    expect((await fetch(`http://127.0.0.1:${port}/_local/clock`)).status).toBe(200);

    const dynamoDb = dynamoDbPid(join(root, '.local'));
    expect(isRunning(dynamoDb)).toBe(true);
    run.process.kill('SIGINT');

    expect(await run.ended()).toBe(0);
    expect(isRunning(dynamoDb)).toBe(false);
    expect([await isFree(port), await isFree(port + 443)]).toEqual([true, true]);
  });

  it('leaves nothing behind either when npm itself is told to end', async () => {
    const { root, npmStart } = smallProject();
    const port = await freePort();
    const run = npmStart('--port', String(port));
    await run.printed(STARTED);
    const dynamoDb = dynamoDbPid(join(root, '.local'));

    run.process.kill('SIGTERM');
    await run.ended();

    expect(isRunning(dynamoDb)).toBe(false);
    expect(await isFree(port)).toBe(true);
  });

  it('starts again after kill -9, with what was there; nothing of the killed run goes on', async () => {
    const { root, start } = smallProject();
    const port = await freePort();
    const killed = start('--port', String(port));
    await killed.printed(STARTED);
    const representative = /user ID \d+/.exec(killed.output())?.[0] ?? 'none';
    await fetch(`http://127.0.0.1:${port}/_local/clock`, { method: 'POST', body: '{ "advance": "P400D" }' });
    const orphan = dynamoDbPid(join(root, '.local'));
    killed.process.kill('SIGKILL');
    await killed.ended();
    await expect.poll(() => isRunning(orphan)).toBe(false);

    const next = start('--port', String(port));
    await next.printed(STARTED);

    expect(next.output()).toContain(representative);
    const { now } = (await (await fetch(`http://127.0.0.1:${port}/_local/clock`)).json()) as { now: string };
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(399 * 86_400_000);
  });

  it('says in one line that a port is taken, before it builds anything', async () => {
    const { root, start } = smallProject();
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void other.close());
    const run = start('--port', String(port));

    expect(await run.ended()).toBe(1);
    expect(run.output()).toMatch(new RegExp(`^Port ${port} is taken: .*--port N.*\n$`));
    expect(existsSync(join(root, 'cdk.out'))).toBe(false);
  });

  it('says in one line that the data folder is damaged, and starts over with --fresh', async () => {
    const { root, start } = smallProject();
    const port = await freePort();
    const first = start('--port', String(port), '--data', 'kept');
    await first.printed(STARTED);
    first.process.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    writeFileSync(join(root, 'kept', 'state.sqlite'), 'this is no database'.repeat(500));

    const refused = start('--port', String(port), '--data', 'kept');
    expect(await refused.ended()).toBe(1);
    expect(refused.output().trim().split('\n').at(-1)).toBe(
      `The data folder ${join(root, 'kept')} is damaged: start over with "npm start -- --fresh".`,
    );

    const fresh = start('--port', String(port), '--data', 'kept', '--fresh');
    await fresh.printed(STARTED);
  });

  it('stops while it is still building', async () => {
    const { start } = smallProject({ bundleMs: 60_000 });
    const run = start('--port', String(await freePort()));
    await run.printed('Bundling');

    run.process.kill('SIGINT');

    expect(await run.ended()).toBe(0);
  });

  it('says in one line what it does not take', async () => {
    const run = smallProject().start('--frech');

    expect(await run.ended()).toBe(1);
    expect(run.output()).toBe('Unknown option \'--frech\'. "npm start -- --help" shows what there is.\n');
  });
});
