import { beforeAll, describe, expect, it, test } from 'vitest';
import { advanceClock, call, expectProblem, local } from '../support/api.ts';
import { APPROVING, submitted } from '../support/approvals.ts';
import { certificateTenant, type Holder, holder, logInWith, ordered, pickUp } from '../support/certificates.ts';
import { revokedSerials } from '../support/crl.ts';
import { eraseTenant } from '../support/erasing.ts';
import { entitiesNaming } from '../support/leaving.ts';
import { addedPeople, createGroup, LOGIN_PASSWORD, logIn, type Person } from '../support/people.ts';
import { eventsOf } from '../support/settled.ts';
import { type StoredItem, storedItems } from '../support/stored.ts';

// Two customers want everything removed, one of them the history too, while they have users, certificates and pending requests; and
// the function that removes what is left dies at every kind of step it takes.

const DEATHS = [
  { action: 'BatchGetItem' },
  { action: 'PutItem' },
  ...[0, 1, 3, 6].flatMap((skip) => ['Query', 'DeleteItem'].map((action) => ({ action, skip }))),
].flatMap((call) =>
  (['crash-before', 'crash-after'] as const).map((fault) => ({
    operation: 'purgeTenant',
    service: 'dynamodb',
    ...call,
    fault,
    count: 1,
  })),
);

type Customer = {
  readonly tenantId: string;
  readonly email: string;
  readonly loginName: string;
  readonly master: Holder;
  readonly person: Holder;
  readonly order: Awaited<ReturnType<typeof ordered>>;
};

async function customer(): Promise<Customer> {
  const tenant = await certificateTenant();
  const { tenantId } = tenant;
  const groupId = await createGroup(tenant.master, '経理', APPROVING);
  const [holding, waiting] = (await addedPeople(tenant.master, groupId, 2)) as [Person, Person];
  const [master, person] = [await holder(tenant.master, tenant.master), await holder(tenant.master, holding)];
  const order = await ordered(master, waiting);
  await submitted(waiting);
  const loginName = `${tenantId.slice(0, 15)}.m`;
  await call('PUT', '/me/login-name', { token: master.token, body: { loginName } });

  return { tenantId, email: master.email, loginName, master, person, order };
}

let keeping: Customer;
let erasing: Customer;
let histories: StoredItem[];

const historiesOf = ({ tenantId }: Customer) =>
  ['LOGIN_HISTORY', 'OPERATION_HISTORY'].flatMap((kind) => storedItems(`${kind}#${tenantId}`));

beforeAll(async () => {
  [keeping, erasing] = [await customer(), await customer()];
  histories = historiesOf(keeping);
}, 300_000);

describe('an erasure', () => {
  test('S-10 X-10 at once nobody logs in, no certificate opens anything, and no order leads to one', async () => {
    for (const death of DEATHS) await local('POST', '/faults', death);
    const { body: session } = await logInWith(keeping.master.identity);

    for (const [{ tenantId }, history] of [
      [keeping, 'keep'],
      [erasing, 'erase'],
    ] as const) {
      const key = { 'idempotency-key': 'erasure' };
      expect((await eraseTenant(tenantId, { endSubscription: true, history }, key)).status).toBe(202);
    }

    expectProblem(await call('GET', '/me', { token: session.token, identity: keeping.master.identity }), 'unauthenticated', 401);
    for (const { master, person, loginName, order } of [keeping, erasing]) {
      for (const { identity } of [master, person]) expect((await logInWith(identity)).status).toBe(401);
      for (const loginId of [master.userId, person.userId, loginName])
        expect((await logIn(loginId, LOGIN_PASSWORD)).status).toBe(401);
      expect((await pickUp(order)).status).toBeGreaterThanOrEqual(400);
    }
  });

  test('R-4 comes to its end, whatever dies on the way', async () => {
    await advanceClock('P1D');
    expect((await local<{ faults: unknown[] }>('GET', '/faults')).faults, 'every death has happened').toEqual([]);

    const { executions } = await local<{ executions: { stateMachine: string; status: string; input: { tenantId: string } }[] }>(
      'GET',
      '/executions',
    );
    const own = executions.filter(({ input }) => [keeping.tenantId, erasing.tenantId].includes(input.tenantId));
    expect(own.filter(({ stateMachine }) => stateMachine.endsWith('tenant-erasure'))).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'SUCCEEDED' },
    ]);
    expect(own.filter(({ status }) => status === 'FAILED')).toEqual([]);
  });

  test('X-10 S-7 every certificate is revoked at the authority, and told', async () => {
    for (const { tenantId, master, person } of [keeping, erasing]) {
      const serials = [master.serialNumber, person.serialNumber];

      expect(await revokedSerials()).toEqual(expect.arrayContaining(serials));
      const told = await eventsOf(tenantId, 'certificate-revoked');
      expect(told.map(({ data }) => data['serialNumber']).toSorted()).toEqual(serials.toSorted());
    }
  });
});

describe('what is left a week later', () => {
  beforeAll(() => advanceClock('P8D'));

  it('H-3 of a kept history every record; besides, that the tenant ID is taken', () => {
    expect(entitiesNaming(keeping.tenantId)).toEqual(['ERASED_TENANT', 'LOGIN_HISTORY', 'OPERATION_HISTORY']);
    expect(historiesOf(keeping)).toEqual(expect.arrayContaining(histories));
    expect(histories.length).toBeGreaterThan(10);
  });

  it('H-3 of an erased history the record of the erasure alone', () => {
    expect(entitiesNaming(erasing.tenantId)).toEqual(['ERASED_TENANT', 'OPERATION_HISTORY']);
    expect(historiesOf(erasing)).toMatchObject([{ operation: 'eraseTenant', reason: 'Case 2027-0301' }]);
    for (const { userId } of [erasing.master, erasing.person]) expect(entitiesNaming(userId)).toEqual(['LOGIN_ID']);
  });

  it('nothing names a person, an address or a login name any more', () => {
    for (const { email, loginName, master, person, tenantId } of [keeping, erasing]) {
      for (const text of [email, loginName, person.email]) expect(entitiesNaming(text), text).toEqual([]);
      for (const { userId } of [master, person]) {
        expect(storedItems(`LOGIN_ID#${userId}`)).toEqual([{ PK: `LOGIN_ID#${userId}`, SK: 'LOGIN_ID' }]);
      }
      expect(storedItems('ERASED_TENANT#').filter(({ PK }) => PK.endsWith(tenantId))).toEqual([
        { PK: `ERASED_TENANT#${tenantId}`, SK: 'ERASED_TENANT', erasedAt: expect.any(String) },
      ]);
    }
  });
});
