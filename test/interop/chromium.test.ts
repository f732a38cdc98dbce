import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateTenant, KEY_PASSWORD, ordered, pickUp } from '../support/certificates.ts';
import { localRun } from '../support/local-run.ts';
import { LOGIN_PASSWORD, type Person } from '../support/people.ts';

/** Where Debian's package has it. */
const EXECUTABLE = '/usr/bin/chromium';

let browser: Awaited<ReturnType<typeof chromium.launch>>;
let master: Person;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
  ({ master } = await certificateTenant());
});

afterAll(() => browser.close());

/** Opens a page of the client-certificate host and logs in there, as a script of the console would. */
async function logInFrom(clientCertificates: Parameters<typeof browser.newContext>[0]) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...clientCertificates });
  const page = await context.newPage();
  await page.goto(`${localRun().httpsUrl}/_local/clock`);

  const answer = await page.evaluate(
    async (body) => {
      const response = await fetch('/v1/sessions', { method: 'POST', headers: { 'content-type': 'application/json' }, body });

      return { status: response.status, body: await response.json() };
    },
    JSON.stringify({ password: LOGIN_PASSWORD, client: 'web' }),
  );
  await context.close();

  return answer;
}

describe.each(['compatible', 'modern'] as const)('X-3 L-5 a browser with a certificate of profile %s', (profile) => {
  it('presents it, and its user logs in', async () => {
    const { body } = await pickUp(await ordered(master, master), { profile });
    const pfx = Buffer.from(body.pkcs12, 'base64');
    const clientCertificates = [{ origin: localRun().httpsUrl, pfx, passphrase: KEY_PASSWORD }];

    expect(await logInFrom({ clientCertificates })).toMatchObject({ status: 201, body: { user: { userId: master.userId } } });
  });
});

describe('a browser without a certificate', () => {
  it('L-5 is refused by the host', async () => {
    expect(await logInFrom({})).toMatchObject({ status: 403, body: { code: 'client-certificate-required' } });
  });
});
