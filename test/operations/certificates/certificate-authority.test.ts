import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { advanceClock, expectProblem, local } from '../../support/api.ts';
import { certificateTenant, inventory, pickUp } from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { type Invited, invitedPerson } from '../../support/invited-people.ts';
import { issuedTo } from '../../support/issued.ts';
import { createGroup, type Person } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
});

afterEach(() => local('DELETE', '/faults'));

const nextUser = () => invitedPerson(master, groupId);

const arm = (action: string, fault: string, count: number) =>
  local('POST', '/faults', { service: 'acm-pca', action, fault, count, operation: 'pickUpCertificate' });

const inventoryOf = ({ userId }: Invited) => inventory(master, `?userId=${userId}`);

/** What the authority issued to a user and has not revoked. */
async function goodOf({ userId }: Invited): Promise<string[]> {
  await settled();
  const revoked = await revokedSerials();

  return issuedTo(userId).filter((serial) => !revoked.includes(serial));
}

/** Nothing is half done: the order is open, and no certificate is known. */
async function expectIntact(user: Invited): Promise<void> {
  const { certificates, orders } = await inventoryOf(user);

  expect(certificates).toEqual([]);
  expect(orders).toMatchObject([{ orderId: user.order.orderId, status: 'open' }]);
  expect((await eventsOf(tenantId, 'certificate-issued')).filter(({ data }) => data['userId'] === user.userId)).toEqual([]);
}

/** The order serves, and what it leads to is the one good certificate of all that were ever issued to the user. */
async function expectServed(user: Invited): Promise<void> {
  const { status, body } = await pickUp(user.order);
  expect(status, JSON.stringify(body)).toBe(200);

  expect((await inventoryOf(user)).certificates).toMatchObject([{ serialNumber: body.serialNumber, status: 'valid' }]);
  expect(await goodOf(user)).toEqual([body.serialNumber]);
}

/** Every try of a call, the second one of the AWS SDK included. */
const EVERY_TRY = 2;

describe.each(['IssueCertificate', 'GetCertificate'])('%s fails', (action) => {
  test.each(['throttle', 'error', 'timeout', 'lost-response'])(
    'X-3 R-4 with %s: 503 and an order that is intact; the next pick-up leaves one good certificate',
    async (fault) => {
      const user = await nextUser();
      await arm(action, fault, EVERY_TRY);

      const answer = await pickUp(user.order);
      expectProblem(answer, 'temporarily-unavailable', 503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      await expectIntact(user);

      await expectServed(user);
    },
  );

  test.each(['throttle', 'error', 'lost-response'])('X-3 once with %s: the pick-up goes on, and one is issued', async (fault) => {
    const user = await nextUser();
    await arm(action, fault, 1);

    await expectServed(user);
    expect(issuedTo(user.userId)).toHaveLength(1);
  });
});

describe('a pick-up dies', () => {
  test.each([
    ['before', 'IssueCertificate', 'crash-before'],
    ['after', 'IssueCertificate', 'crash-after'],
    ['before', 'GetCertificate', 'crash-before'],
    ['after', 'GetCertificate', 'crash-after'],
  ])('R-4 %s %s: nobody gets in its way at first, and the next one leaves one good certificate', async (_, action, fault) => {
    const user = await nextUser();
    await arm(action, fault, 1);
    expect((await pickUp(user.order)).status).toBeGreaterThanOrEqual(500);
    await expectIntact(user);

    // The dead one may still be at work, for all anybody knows.
    const early = await pickUp(user.order);
    expectProblem(early, 'request-in-progress', 409);
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);

    await advanceClock('PT61S');
    await expectServed(user);
  });
});

describe('the authority answers a certificate for another key', () => {
  test('X-5 it is refused and revoked, nothing is stored; the next pick-up has the right one', async () => {
    const user = await nextUser();
    await arm('IssueCertificate', 'wrong-key', 1);

    expectProblem(await pickUp(user.order), 'temporarily-unavailable', 503);
    await expectIntact(user);
    expect(issuedTo(user.userId)).toHaveLength(1);
    expect(await goodOf(user)).toEqual([]);

    await expectServed(user);
    expect(issuedTo(user.userId)).toHaveLength(2);
  });

  test('X-5 and cannot be asked to revoke it: the next pick-up does', async () => {
    const user = await nextUser();
    await arm('IssueCertificate', 'wrong-key', 1);
    await arm('RevokeCertificate', 'error', 2 * EVERY_TRY);

    expectProblem(await pickUp(user.order), 'temporarily-unavailable', 503);
    await expectIntact(user);
    expect(await goodOf(user)).toHaveLength(1);

    await expectServed(user);
  });
});
