import { beforeAll, describe, expect, it, test } from 'vitest';
import { advanceClock, call, expectProblem, local } from '../support/api.ts';
import { APPROVING, type ApprovalRequest, submitted, submittedAlone } from '../support/approvals.ts';
import { cancelCertificates } from '../support/certificate-service.ts';
import { certificateTenant, type Holder, holder, logInWith, type MailedOrder, ordered, pickUp } from '../support/certificates.ts';
import { revokedSerials } from '../support/crl.ts';
import { cancelSubscription, entitiesNaming, subscriptionIdOf } from '../support/leaving.ts';
import { distinctMailTo } from '../support/mailbox.ts';
import { resetLogins } from '../support/password-resets.ts';
import {
  addedPeople,
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  subscribe,
} from '../support/people.ts';
import { eventsOf } from '../support/settled.ts';
import { itemsOf, type StoredItem, storedItems } from '../support/stored.ts';

// A tenant leaves while certificates wait for their revocation, applies again at once, and every function behind it dies at every
// kind of step it takes.

const REVOKED = /電子証明書が失効しました/;

const DEATHS = [
  { operation: 'closeOrders', service: 'dynamodb', action: 'Query' },
  { operation: 'revokeCertificates', service: 'dynamodb', action: 'PutItem' },
  { operation: 'revokeCertificates', service: 'acm-pca', action: 'RevokeCertificate' },
  { operation: 'revokeCertificates', service: 'dynamodb', action: 'TransactWriteItems' },
  { operation: 'removeCertificates', service: 'dynamodb', action: 'GetItem' },
  { operation: 'removeCertificates', service: 'dynamodb', action: 'Query' },
  { operation: 'removeCertificates', service: 'dynamodb', action: 'DeleteItem' },
  { operation: 'removeCertificates', service: 'dynamodb', action: 'DeleteItem', skip: 2 },
  { operation: 'purgeSubscription', service: 'dynamodb', action: 'GetItem' },
  { operation: 'purgeSubscription', service: 'dynamodb', action: 'BatchGetItem' },
  { operation: 'purgeSubscription', service: 'dynamodb', action: 'PutItem' },
  ...[0, 1, 2, 3].flatMap((skip) =>
    ['Query', 'DeleteItem'].map((action) => ({ operation: 'purgeSubscription', service: 'dynamodb', action, skip })),
  ),
].flatMap((call) => (['crash-before', 'crash-after'] as const).map((fault) => ({ ...call, fault, count: 1 })));

/** H-3, S-2. */
const KEPT_FOR_GOOD = ['ACCEPTANCE', 'OPERATION_HISTORY'];

type Execution = { stateMachine: string; status: string; input: { subscriptionId?: string; wholeSubscription?: true } };

let tenantId: string;
let subscriptionId: string;
let master: Holder;
let person: Holder;
let leavers: Person[];
let order: MailedOrder;
let pending: ApprovalRequest;
let histories: StoredItem[];
let newcomer: Person;

const RIGHTS = { ...APPROVING, important: true, userAdministration: true };

const historiesOf = () => ['LOGIN_HISTORY', 'OPERATION_HISTORY'].flatMap((kind) => storedItems(`${kind}#${tenantId}`));

beforeAll(async () => {
  const tenant = await certificateTenant();
  ({ tenantId } = tenant);
  subscriptionId = subscriptionIdOf(tenantId);
  const groupId = await createGroup(tenant.master, '管理', RIGHTS);
  leavers = await addedPeople(tenant.master, groupId, 4);
  const [holding, waiting, adder, forgetful] = leavers as [Person, Person, Person, Person];

  master = await holder(tenant.master, tenant.master);
  person = await holder(tenant.master, holding);
  order = await ordered(master, waiting);
  await call('PUT', '/me/login-name', { token: person.token, body: { loginName: `${tenantId.slice(0, 15)}.p` } });
  await call('POST', '/users/batch-create', {
    token: adder.token,
    body: { users: people(groupId, 20) },
    headers: { 'idempotency-key': 'by-someone-gone' },
  });
  await resetLogins(master, [forgetful.userId]);
  pending = await submitted(waiting);
  expect((await submittedAlone(adder)).status).toBe(201);

  expect((await cancelCertificates(master)).status).toBe(202);
}, 300_000);

describe('leaving', () => {
  test('S-10 ends it at once: certificates that waited for their revocation open nothing any more', async () => {
    histories = historiesOf();
    for (const death of DEATHS) await local('POST', '/faults', death);

    const { status, body } = await logInWith(master.identity);
    expect(status).toBe(201);

    expect((await cancelSubscription(person)).status).toBe(202);

    expectProblem(await call('GET', '/me', { token: body.token, identity: master.identity }), 'unauthenticated', 401);
    for (const { identity } of [master, person]) expect((await logInWith(identity)).status).not.toBe(201);
    expectProblem(await pickUp(order), 'wrong-state', 409);
    expect((await logIn(person.userId, LOGIN_PASSWORD)).status).toBe(401);
    expect((await logIn(master.userId, LOGIN_PASSWORD)).status).toBe(201);
  });

  test('S-10 a second application need not wait for the clean-up', async () => {
    await subscribe(master);

    newcomer = await addedPerson(master, await createGroup(master, '管理', RIGHTS));
    expect((await call('GET', '/me', { token: newcomer.token })).status).toBe(200);
  });

  test('S-10 the history of approval requests is not shown to it, and its references are free (A-9)', async () => {
    for (const { token } of [master, newcomer]) {
      expect((await call('GET', '/approval-requests', { token })).body).toMatchObject({ requests: [] });
      expectProblem(await call('GET', `/approval-requests/${pending.requestId}`, { token }), 'not-found', 404);
    }

    expect((await submitted(newcomer, { reference: pending.reference })).requestId).not.toBe(pending.requestId);
  });

  test('S-11 R-4 the clean-up comes to its end, whatever dies on the way', async () => {
    await advanceClock('P1D');
    expect((await local<{ faults: unknown[] }>('GET', '/faults')).faults, 'every death has happened').toEqual([]);

    const { executions } = await local<{ executions: Execution[] }>('GET', '/executions');
    const own = executions.filter(({ input }) => input.subscriptionId === subscriptionId);
    expect(own.filter(({ stateMachine }) => stateMachine.endsWith('subscription-purge'))).toMatchObject([
      { status: 'SUCCEEDED' },
    ]);
    expect(own.filter(({ input }) => input.wholeSubscription)).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('S-10 S-7 the certificates are revoked now, not on the due day, told and mailed once', async () => {
    const serials = [master.serialNumber, person.serialNumber];

    expect(await revokedSerials()).toEqual(expect.arrayContaining(serials));
    const revoked = await eventsOf(tenantId, 'certificate-revoked');
    expect(revoked.map(({ data }) => data['serialNumber']).toSorted()).toEqual(serials.toSorted());
    expect((await distinctMailTo(master.email)).filter(({ subject }) => REVOKED.test(subject))).toHaveLength(1);
    expect(await eventsOf(tenantId, 'certificate-order-cancelled')).toHaveLength(1);
  });
});

describe('what is left', () => {
  it('S-10 S-11 no approval request is left but that of the new subscription', () => {
    const left = storedItems('APPROVAL_').filter(({ PK }) => PK.includes(tenantId));

    // The request, its copy among the pending ones, and its reference.
    expect(left.map(({ PK }) => PK.includes(subscriptionIdOf(tenantId)))).toEqual([true, true, true]);
  });

  it('S-11 no item names the old subscription, but for acceptances, history, and what expires by itself', () => {
    expect([...KEPT_FOR_GOOD, 'LOGIN_PASSWORD_RESET', 'OUTBOX']).toEqual(expect.arrayContaining(entitiesNaming(subscriptionId)));
    expect(storedItems(`CERTIFICATE#${tenantId}`)).toEqual([]);
    expect(storedItems(`CERTIFICATE_ORDER#${tenantId}`)).toEqual([]);
  });

  it('S-11 and a week later only acceptances and history do', async () => {
    await advanceClock('P8D');

    expect(entitiesNaming(subscriptionId)).toEqual(KEPT_FOR_GOOD);
    for (const { userId, email } of leavers) {
      expect(['LOGIN_HISTORY', 'LOGIN_ID', 'OPERATION_HISTORY']).toEqual(expect.arrayContaining(entitiesNaming(userId)));
      expect(storedItems(`LOGIN_ID#${userId}`)).toEqual([{ PK: `LOGIN_ID#${userId}`, SK: 'LOGIN_ID' }]);
      expect(entitiesNaming(email)).toEqual([]);
    }
  });

  it('H-3 every login and operation of before is still recorded', () => {
    expect(historiesOf()).toEqual(expect.arrayContaining(histories));
    expect(histories.length).toBeGreaterThan(20);
  });

  it('S-10 S-11 nothing of the new subscription was touched', async () => {
    const { token } = (await logIn(master.userId, LOGIN_PASSWORD)).body;
    const { body } = await call<{ users: { userId: string }[] }>('GET', '/users', { token });

    expect(body.users.map(({ userId }) => userId)).toEqual([master.userId, newcomer.userId]);
    expect((await logInWith(master.identity)).status).toBe(403);
    expectProblem(await pickUp(order), 'not-found', 404);
    expect((await logIn(newcomer.userId, LOGIN_PASSWORD)).status).toBe(201);
    expect(itemsOf(tenantId).filter(({ PK }) => PK.startsWith('GROUP#'))).toHaveLength(1);
  });
});
