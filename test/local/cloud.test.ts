import { readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type CloudOptions, type LocalCloud, startCloud } from '../../local/cloud.ts';
import { openState } from '../../local/state.ts';
import { functionResources, temporaryFolder, writeAssembly } from './fixtures/cloud-assembly.ts';
import { functionOf, INVOKE_ROLE, restApiResources } from './fixtures/rest-api.ts';

const CODE = 'export const handler = async () => ({ statusCode: 200, body: new Date().toISOString() });';

function assemblyOf(method: { authorization?: string } = {}): string {
  const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionOf('hello') };
  const policy = { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } };
  const invokeRole = { Type: 'AWS::IAM::Role', Properties: { RoleName: INVOKE_ROLE.split('/').at(-1), Policies: [policy] } };
  const resources = {
    ...functionResources('hello'),
    ...restApiResources('hello', { routes: { '/v1/hello': { GET: method } } }),
    invokeRole,
  };

  return writeAssembly({ app: { Resources: resources } }, { assets: { hello: CODE } });
}

async function startForTest(options: Partial<CloudOptions> = {}): Promise<LocalCloud> {
  const cloud = await startCloud({ port: 0, dataDir: temporaryFolder(), assemblyDir: assemblyOf(), report: vi.fn(), ...options });
  onTestFinished(() => cloud.close());

  return cloud;
}

/** GET over TLS, trusting only this certificate. */
function getTrusting(certificateFile: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(url, { ca: readFileSync(certificateFile), agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject);
    call.end();
  });
}

describe('the local cloud', () => {
  it('serves the functions of the stack, by the local time, on any free port', async () => {
    const cloud = await startForTest();
    await cloud.clock.advance(365 * 86_400_000);

    const answer = await fetch(`${cloud.url}/v1/hello`);

    expect(answer.status).toBe(200);
    expect(Math.abs(Date.parse(await answer.text()) - cloud.clock.now().getTime())).toBeLessThan(60_000);
  });

  it('shows a certificate over HTTPS that can be trusted from its file, and lets nobody in without one of a CA', async () => {
    const cloud = await startForTest();

    expect(await getTrusting(cloud.httpsCertificateFile, `${cloud.httpsUrl}/v1/hello`)).toBe(403);
  });

  it('keeps what is only local away from the API, on both hosts', async () => {
    const cloud = await startForTest();

    expect((await fetch(`${cloud.url}/_local/clock`)).status).toBe(200);
    expect(await getTrusting(cloud.httpsCertificateFile, `${cloud.httpsUrl}/_local/mailbox`)).toBe(200);
  });

  it('goes on with the code it was started with when the stack is built anew', async () => {
    const assemblyDir = assemblyOf();
    const cloud = await startForTest({ assemblyDir });
    rmSync(assemblyDir, { recursive: true });

    expect((await fetch(`${cloud.url}/v1/hello`)).status).toBe(200);
  });

  it('lets go of the data folder when it cannot start', async () => {
    const dataDir = temporaryFolder();
    const attempt = startForTest({ dataDir, assemblyDir: assemblyOf({ authorization: 'CUSTOM' }) });

    await expect(attempt).rejects.toThrow('does not know the authorization CUSTOM');

    // It is locked as long as anything of it is open.
    openState(dataDir).close();
  });

  it('leaves a data folder to the one that uses it', async () => {
    const { dataDir, url } = await startForTest();

    await expect(startForTest({ dataDir })).rejects.toThrow('in use by another local run');
    await expect(startForTest({ dataDir, fresh: true })).rejects.toThrow('in use by another local run');
    expect((await fetch(`${url}/v1/hello`)).status).toBe(200);
  });
});
