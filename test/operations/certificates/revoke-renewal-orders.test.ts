import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud.ts';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { renew, revoke } from '../../support/certificate-service.ts';
import {
  certificateTenant,
  type Holder,
  holder,
  identityOf,
  inventory,
  logInWith,
  type MailedOrder,
  mailedOrder,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import type { LocalRun } from '../../support/local-run.ts';
import { assemblyWithSettings } from '../../support/other-settings.ts';
import { addedPeople, createGroup, loggedInAgain, type Person } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

// Certificates good for 32 days, in a local run of its own: a move of the clock by a year would take as long as all the rest.

const run = vi.hoisted((): { -readonly [Name in keyof LocalRun]: LocalRun[Name] } => ({
  url: '',
  httpsUrl: '',
  region: '',
  logDir: '',
}));
vi.mock('../../support/local-run.ts', () => ({ localRun: () => run }));

/** Somebody whose certificate is about to expire, and the order of the reminder. */
type Reminded = Holder & { readonly renewal: MailedOrder };

const folders: string[] = [];
let cloud: LocalCloud;
let tenantId: string;
let master: Person;
let reminded: Reminded[];
/** Of the first of them: nobody could pick it up any more when the reminder was due. */
let locked: MailedOrder;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'business-id-'));
  const assemblyDir = assemblyWithSettings({ certificateDays: 32 });
  folders.push(dataDir, assemblyDir);
  cloud = await startCloud({ port: 0, dataDir, assemblyDir });
  Object.assign(run, { url: cloud.url, httpsUrl: cloud.httpsUrl, region: cloud.assembly.region, logDir: cloud.logDir });

  const tenant = await certificateTenant();
  ({ tenantId } = tenant);
  const people = await addedPeople(tenant.master, await createGroup(tenant.master, '経理'), 6);
  const holders: Holder[] = [];
  for (const person of people) holders.push(await holder(tenant.master, person));

  const [first] = holders as [Holder, ...Holder[]];
  locked = await ordered(tenant.master, first);
  for (let wrong = 0; wrong < 5; wrong++) {
    expectProblem(await pickUp(locked, { acquisitionPassword: 'Wrong24w8Sora' }), 'confirmation-failed', 403);
  }

  await advanceClock('P3D');

  master = await loggedInAgain(tenant.master);
  reminded = [];
  for (const each of holders) reminded.push({ ...each, renewal: await mailedOrder(each.email) });
});

afterAll(async () => {
  await cloud.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const next = (): Reminded => {
  const one = reminded.pop();
  if (one === undefined) throw new Error('Everybody has had a turn');

  return one;
};
const reasonsOf = async ({ orderId }: MailedOrder) =>
  (await eventsOf(tenantId, 'certificate-order-cancelled'))
    .filter(({ aggregate }) => aggregate.id === orderId)
    .map(({ data }) => data['reason']);
const statusOf = async ({ orderId }: MailedOrder) =>
  (await inventory(master)).orders.find((order) => order.orderId === orderId)?.status;

describe('the order that the reminders of a certificate share', () => {
  it('X-7 X-11 is closed when the certificate is revoked: whoever has the device gets no other with it', async () => {
    const { renewal, serialNumber, identity } = next();
    expect(await statusOf(renewal)).toBe('open');

    expect((await revoke(master, serialNumber)).status).toBe(202);

    expectProblem(await pickUp(renewal), 'wrong-state', 409);
    expectProblem(await logInWith(identity), 'client-certificate-required', 403);
    expect([await statusOf(renewal), await reasonsOf(renewal)]).toEqual(['cancelled', ['certificate-revoked']]);
  });

  it('X-8 is closed when the certificate renews itself', async () => {
    const { renewal, identity } = next();

    const { status, body } = await renew(identity);

    expect(status).toBe(200);
    expectProblem(await pickUp(renewal), 'wrong-state', 409);
    expect([await statusOf(renewal), await reasonsOf(renewal)]).toEqual(['cancelled', ['renewed']]);
    expect((await logInWith(identityOf(body))).status).toBe(201);
  });

  it('X-7 X-12 takes the place of a locked one, which is told', async () => {
    const [{ renewal }] = reminded as [Reminded];

    expect([await statusOf(locked), await reasonsOf(locked)]).toEqual(['cancelled', ['replaced']]);
    expect([await statusOf(renewal), (await pickUp(renewal)).status]).toEqual(['open', 200]);
  });

  it('X-12 was told of when a later order voided it: neither revocation nor deletion tells again', async () => {
    for (const end of [revokedAfter, renewedAfter, deletedAfter]) {
      const person = next();
      await ordered(master, person);
      expectProblem(await pickUp(person.renewal), 'wrong-state', 409);

      await end(person);
      await settled();

      expect([end.name, await reasonsOf(person.renewal)]).toEqual([end.name, ['replaced']]);
    }
  });
});

async function revokedAfter({ serialNumber }: Reminded): Promise<void> {
  expect((await revoke(master, serialNumber)).status).toBe(202);
}

async function renewedAfter({ identity }: Reminded): Promise<void> {
  expect((await renew(identity)).status).toBe(200);
}

async function deletedAfter({ userId }: Reminded): Promise<void> {
  expect((await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [userId] } })).status).toBe(200);
}
