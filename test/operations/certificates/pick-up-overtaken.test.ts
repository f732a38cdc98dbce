import { afterEach, beforeAll, expect, test } from 'vitest';
import { call, local } from '../../support/api.ts';
import { ACQUISITION_PASSWORD, certificateTenant, inventory, pickUp } from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { type Invited, invitedPerson } from '../../support/invited-people.ts';
import { issuedTo } from '../../support/issued.ts';
import { createGroup, type Person } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';
import { storedItems } from '../../support/stored.ts';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
});

afterEach(() => local('DELETE', '/faults'));

/**
 * A pick-up that waits for its certificate, which the authority has been asked for, for two seconds more. One that came to its
 * end before it could wait, because the authority did not answer in time (503), is asked for again, as its message says.
 */
async function waitingPickUp({ order }: Invited): Promise<{ answer: ReturnType<typeof pickUp> }> {
  await local('POST', '/faults', {
    service: 'acm-pca',
    action: 'GetCertificate',
    fault: 'timeout',
    count: 1,
    operation: 'pickUpCertificate',
  });

  for (;;) {
    let over = false;
    const answer = pickUp(order).finally(() => {
      over = true;
    });
    await expect.poll(() => over || isWaiting(order.orderId)).toBe(true);

    // In an object: whoever waits for this is not to wait for the answer.
    if (!over) return { answer };
    expect((await answer).status).toBe(503);
  }
}

function isWaiting(orderId: string): boolean {
  const order = storedItems(`CERTIFICATE_ORDER#${tenantId}`).find((item) => item['orderId'] === orderId);
  const attempt = order?.['attempt'] as { certificateArn?: string; over?: true } | undefined;

  return attempt?.certificateArn !== undefined && !attempt.over;
}

async function expectNothingGood({ userId }: Invited): Promise<void> {
  await settled();
  expect(issuedTo(userId)).toHaveLength(1);
  expect(await revokedSerials()).toEqual(expect.arrayContaining(issuedTo(userId)));
}

const [reorder, remove] = [
  async ({ userId }: Invited) => {
    const { body } = await call<{ version: number }>('GET', `/users/${userId}`, { token: master.token });
    const row = { userId, version: body.version, certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD } };

    return call('POST', '/users/batch-update', { token: master.token, body: { users: [row] } });
  },
  ({ userId }: Invited) => call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [userId] } }),
];

test.each([
  ['X-12 another order', reorder],
  ['U-8 the deletion of the user', remove],
])('%s overtakes a pick-up: it is refused, and what was issued for it is revoked', async (_, overtake) => {
  const user = await invitedPerson(master, groupId);
  const { answer } = await waitingPickUp(user);

  expect((await overtake(user)).status).toBe(200);

  const { status, body } = await answer;
  expect([404, 409], JSON.stringify(body)).toContain(status);
  expect((await inventory(master, `?userId=${user.userId}`)).certificates).toEqual([]);
  await expectNothingGood(user);
});
