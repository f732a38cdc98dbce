import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../fixtures/project.ts';

/** Something on a port of its own; answers its address. */
async function serve(listener: RequestListener): Promise<string> {
  const port = await freePort();
  const server = createServer(listener).listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });

  return `http://127.0.0.1:${port}`;
}

async function tour(...options: string[]): Promise<{ code: number; output: string }> {
  const { FORCE_COLOR, ...env } = process.env;
  const child = spawn(process.execPath, ['local/tour.ts', ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');

  return { code, output };
}

describe('npm run tour', () => {
  it('says in one line that nothing answers, and how to start the service', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;

    expect(await tour('--url', url)).toEqual({
      code: 1,
      output: `Nothing answers at ${url} (ECONNREFUSED): run "npm start" first.\n`,
    });
  });

  it('says in one line that something else answers', async () => {
    const url = await serve((_, response) => response.end('Hello'));

    const { code, output } = await tour('--url', url);

    expect(code).toBe(1);
    expect(output).toMatch(/^What answers at \S+ is not the local run of this service: .*\n$/);
  });

  it('ends with exit code 1 at the first wrong step, with the whole problem document', async () => {
    const asked: string[] = [];
    const problem = { title: 'Broken', status: 500, code: 'internal-error', instance: 'urn:uuid:1' };
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/_local/clock') response.end('{ "now": "2026-11-23T00:00:00.000Z" }');
      else response.writeHead(500, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });

    const { code, output } = await tour('--url', url);

    expect(code).toBe(1);
    expect(asked).toEqual([
      '/_local/clock',
      '/_local/meter',
      expect.stringMatching(/^\/v1\/operator\/tenants\/tour-[0-9a-f]{12}$/),
    ]);
    for (const [name, value] of Object.entries(problem)) expect(output).toContain(`"${name}": ${JSON.stringify(value)}`);
    expect(output).toContain('Stopped at step 1 of');
    expect(output).not.toContain('\u001b');
  });

  it('says in one line what it does not take', async () => {
    expect(await tour('--uri')).toEqual({
      code: 1,
      output: 'Unknown option \'--uri\'. "npm run tour -- --help" shows what there is.\n',
    });
  });
});
