import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalCloud, startCloud } from '../../local/cloud.ts';
import { call, expectProblem } from '../support/api.ts';
import { type App, codeOf, confirmedBy, verify } from '../support/authenticators.ts';
import type { LocalRun } from '../support/local-run.ts';
import { assemblyWithSettings } from '../support/other-settings.ts';
import {
  addedPerson,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  registeredTenant,
  setUp,
  subscribe,
  TRANSACTION_PASSWORD,
} from '../support/people.ts';

// A deployment in which authenticators alone confirm, in a local run of its own.

const run = vi.hoisted((): { -readonly [Name in keyof LocalRun]: LocalRun[Name] } => ({
  url: '',
  httpsUrl: '',
  region: '',
  logDir: '',
}));
vi.mock('../support/local-run.ts', () => ({ localRun: () => run }));

const folders: string[] = [];
let cloud: LocalCloud;
let master: Person;
let app: App;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'business-id-'));
  const assemblyDir = assemblyWithSettings({ confirmationFactors: 'authenticator-only' });
  folders.push(dataDir, assemblyDir);
  cloud = await startCloud({ port: 0, dataDir, assemblyDir });
  Object.assign(run, { url: cloud.url, region: cloud.assembly.region, logDir: cloud.logDir });

  master = await setUp((await registeredTenant()).email);
});

afterAll(async () => {
  await cloud.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const requiredActions = async ({ token }: Person) => (await call('GET', '/me', { token })).body['requiredActions'];

/** Enrols and verifies without a confirmation, as the required action has it. */
async function enrolAsRequired(person: Person): Promise<App> {
  const { status, body } = await call('POST', '/me/authenticator', { token: person.token, body: {} });
  expect(status).toBe(201);
  expect((await verify(person, await codeOf(body as App))).status).toBe(204);

  return body as App;
}

const createGroup = ({ token }: Person, name: string, given: object) =>
  call<{ groupId: string }>('POST', '/groups', { token, body: { name, permissions: {}, confirmation: given } });

describe('a user without an authenticator', () => {
  it('C-13 has to enrol one after the initial set-up, and can do nothing else before', async () => {
    expect(await requiredActions(master)).toEqual(['enrol-authenticator']);
    expect((await logIn(master.userId, LOGIN_PASSWORD)).body.requiredActions).toEqual(['enrol-authenticator']);

    const { token } = master;
    const barred = [
      await call('GET', '/subscription', { token }),
      await call('POST', '/me/mail-tokens', { token, body: { operation: 'enrolAuthenticator' } }),
    ];
    for (const answer of barred) {
      expectProblem(answer, 'required-action', 403);
      expect(answer.body['requiredActions']).toEqual(['enrol-authenticator']);
    }
  });

  it('C-13 enrols one without a confirmation; from then on everything works', async () => {
    app = await enrolAsRequired(master);

    expect(await requiredActions(master)).toEqual([]);
    await subscribe(master);
    expect((await createGroup(master, '照会', await confirmedBy(app))).status).toBe(201);
  });
});

describe('mail tokens', () => {
  it('C-13 are sent for nothing, and confirm nothing', async () => {
    const { token } = master;
    for (const operation of ['createGroup', 'removeAuthenticator']) {
      expectProblem(await call('POST', '/me/mail-tokens', { token, body: { operation } }), 'permission-denied', 403);
    }

    const given = { transactionPassword: TRANSACTION_PASSWORD, mailToken: '123456' };
    expectProblem(await createGroup(master, '振込', given), 'confirmation-failed', 403);
    const removal = await call('POST', '/me/authenticator/removal', { token, body: { confirmation: given } });
    expectProblem(removal, 'confirmation-failed', 403);
  });
});

describe('whoever loses the authenticator', () => {
  it('C-13 C-14 has to enrol another with the very next request', async () => {
    const { groupId } = (await createGroup(master, '一般', await confirmedBy(app))).body;
    const person = await addedPerson(master, groupId);
    await enrolAsRequired(person);
    expect(await requiredActions(person)).toEqual([]);

    const body = { userIds: [person.userId], confirmation: await confirmedBy(app) };
    expect((await call('POST', '/users/authenticator-resets', { token: master.token, body })).status).toBe(202);
    expect(await requiredActions(person)).toEqual(['enrol-authenticator']);
    await enrolAsRequired(person);

    const removed = { confirmation: await confirmedBy(app) };
    expect((await call('POST', '/me/authenticator/removal', { token: master.token, body: removed })).status).toBe(204);
    expect(await requiredActions(master)).toEqual(['enrol-authenticator']);
  });
});
