import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../../support/api.ts';
import {
  ACQUISITION_PASSWORD,
  CERTIFICATE_TERMS,
  certificateTenant,
  inventory,
  type MailedOrder,
  pickUp,
} from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { type Invited, invitedPerson } from '../../support/invited-people.ts';
import { issuedTo } from '../../support/issued.ts';
import { createGroup, type Person } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { run } from '../../x509/tools.ts';

const P256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** Of a device: a key of P-256. */
const REQUEST = run('openssl', ['req', '-new', '-nodes', '-subj', '/CN=x', '-keyout', '/dev/null', ...P256]);

const WRONG = { acquisitionPassword: 'Wrong24w8Sora' };

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
  await warmUp(() => pickUp({ orderId: 'x', token: 'x' }));
});

const nextUser = () => invitedPerson(master, groupId);

const codeOf = ({ status, body }: { status: number; body: unknown }) =>
  status === 200 ? 'done' : (body as { code: string }).code;

const tried = async (order: MailedOrder, changes: object = {}) => codeOf(await untilAnswered(() => pickUp(order, changes)));

/** One certificate of a user is valid, and whatever else was ever issued to the user is on the CRL. */
async function expectOneValid({ userId }: Invited): Promise<void> {
  await settled();
  const { certificates } = await inventory(master, `?userId=${userId}`);
  const valid = certificates.filter(({ status }) => status === 'valid').map(({ serialNumber }) => serialNumber);
  expect(valid).toHaveLength(1);

  const revoked = await revokedSerials();
  expect(issuedTo(userId).filter((serial) => !revoked.includes(serial))).toEqual(valid);
}

describe('at once', () => {
  test('X-3 12 wrong acquisition passwords: 5 are tries, the rest is told that the order is locked', async () => {
    const { order, userId } = await nextUser();
    const codes = await Promise.all(Array.from({ length: 12 }, () => tried(order, WRONG)));

    expect(codes.filter((code) => code === 'confirmation-failed')).toHaveLength(5);
    expect(codes.filter((code) => code === 'wrong-state')).toHaveLength(7);
    expect(await tried(order)).toBe('wrong-state');
    expect((await inventory(master, `?userId=${userId}`)).orders).toMatchObject([{ status: 'locked' }]);
  });

  test('X-3 4 wrong ones and right ones in between: the order never locks, and one certificate is handed out', async () => {
    const user = await nextUser();
    const tries = [WRONG, {}, WRONG, WRONG, {}, WRONG];
    const codes = await Promise.all(tries.map((changes) => tried(user.order, changes)));

    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    for (const code of codes) expect(['done', 'confirmation-failed', 'request-in-progress', 'wrong-state']).toContain(code);
    expect((await inventory(master, `?userId=${user.userId}`)).orders).toMatchObject([{ status: 'picked-up' }]);
    await expectOneValid(user);
  });

  test('X-3 8 pick-ups: one hands out the certificate, and no other is issued', async () => {
    const user = await nextUser();
    const codes = await Promise.all(Array.from({ length: 8 }, () => tried(user.order)));

    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    for (const code of codes) expect(['done', 'request-in-progress', 'wrong-state']).toContain(code);

    await expectOneValid(user);
    expect(issuedTo(user.userId)).toHaveLength(1);
    const events = (await eventsOf(tenantId, 'certificate-issued')).filter(({ data }) => data['userId'] === user.userId);
    expect(events).toHaveLength(1);
  });

  test('X-3 a pick-up again, several times: one certificate is good in the end', async () => {
    const user = await nextUser();
    await pickUp(user.order);
    const codes = await Promise.all(Array.from({ length: 4 }, () => tried(user.order, { again: true })));

    expect(codes).toContain('done');
    for (const code of codes) expect(['done', 'request-in-progress']).toContain(code);
    await expectOneValid(user);
  });

  test('X-12 a pick-up and another order: either the order was too late, or the certificate of the voided one is none', async () => {
    const user = await nextUser();
    const { body } = await call<{ version: number }>('GET', `/users/${user.userId}`, { token: master.token });
    const row = { userId: user.userId, version: body.version, certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD } };

    const [code, edited] = await Promise.all([
      tried(user.order),
      call('POST', '/users/batch-update', { token: master.token, body: { users: [row] } }),
    ]);

    expect(edited.status).toBe(200);
    expect(['done', 'wrong-state']).toContain(code);
    const { certificates, orders } = await inventory(master, `?userId=${user.userId}`);
    expect(certificates.map(({ status }) => status)).toEqual(code === 'done' ? ['valid'] : []);
    const revoked = await revokedSerials();
    const good = issuedTo(user.userId).filter((serial) => !revoked.includes(serial));
    expect(good).toEqual(certificates.map(({ serialNumber }) => serialNumber));
    expect(orders.map(({ status }) => status).sort()).toEqual(code === 'done' ? ['open', 'picked-up'] : ['cancelled', 'open']);
  });

  test('X-4 a pick-up with a key of ours and one with a key of the device: one of them', async () => {
    const user = await nextUser();
    const withRequest = {
      token: user.order.token,
      acquisitionPassword: ACQUISITION_PASSWORD,
      acceptedTerms: CERTIFICATE_TERMS,
      csr: REQUEST,
    };
    const path = `/certificate-orders/${user.order.orderId}/pick-up`;
    const codes = await Promise.all([
      tried(user.order),
      untilAnswered(() => call('POST', path, { body: withRequest })).then(codeOf),
    ]);

    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    await expectOneValid(user);
  });
});
