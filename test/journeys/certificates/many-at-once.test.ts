import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { advanceClock, call } from '../../support/api.ts';
import { ACQUISITION_PASSWORD, CERTIFICATE_TERMS, certificateTenant, mailedOrder } from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { createGroup, type Person, people } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

const HOLDERS = 23;

/** One request serves for all: what is proven is the key, the names are the service's. */
const CSR = execFileSync(
  'openssl',
  ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null', '-subj', '/CN=x'],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
);

let tenantId: string;
let master: Person;
let groupId: string;
const serials: string[] = [];

/** Adds people with orders, who pick them up at once. */
async function addHolders(count: number): Promise<void> {
  const users = people(groupId, count).map((person) => ({
    ...person,
    certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD },
  }));
  const added = await call('POST', '/users/batch-create', { token: master.token, body: { users } });
  expect(added.status).toBe(201);

  for (const { email } of users) {
    const { orderId, token } = await mailedOrder(email);
    const body = { token, acquisitionPassword: ACQUISITION_PASSWORD, acceptedTerms: CERTIFICATE_TERMS, csr: CSR };
    const picked = await call<{ serialNumber: string }>('POST', `/certificate-orders/${orderId}/pick-up`, { body });
    expect(picked.status).toBe(200);

    serials.push(picked.body.serialNumber);
  }
}

beforeAll(async () => {
  const tenant = await certificateTenant();
  ({ tenantId, master } = tenant);
  groupId = await createGroup(master, '照会');
  await addHolders(20);
  await addHolders(HOLDERS - 20);
});

describe('deleting a group whose members have certificates', () => {
  test('G-5 U-8 revokes every one of them, however many there are', async () => {
    const body = { groupIds: [groupId] };
    expect((await call('POST', '/groups/batch-delete', { token: master.token, body })).status).toBe(200);
    await advanceClock('PT1M');
    await settled();

    expect(await revokedSerials()).toEqual(expect.arrayContaining(serials));
    const revoked = await eventsOf(tenantId, 'certificate-revoked');
    expect(revoked.map(({ data }) => data['serialNumber']).toSorted()).toEqual(serials.toSorted());
    expect(new Set(revoked.map(({ data }) => data['reason']))).toEqual(new Set(['user-deleted']));
  });
});
