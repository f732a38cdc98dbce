import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import {
  ACQUISITION_PASSWORD,
  certificateTenant,
  type MailedOrder,
  mailedOrder,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import { type Invited, invitedPeople } from '../../support/invited-people.ts';
import { distinctMailTo, type Mail, mailed } from '../../support/mailbox.ts';
import { addedPerson, createGroup, logIn, type Person } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';

let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ master } = await certificateTenant());
  groupId = await createGroup(master, '営業部');
});

const invited = async (): Promise<Invited> => {
  const [user] = await invitedPeople(master, groupId, 1);
  if (user === undefined) throw new Error('Nobody was invited');

  return user;
};

const mailsTo = async (email: string): Promise<Mail[]> => {
  await settled();

  return distinctMailTo(email);
};

const hasUrl = ({ text }: Mail) => text.includes('#token=');
const isInvitation = ({ text }: Mail) => text.includes('Temporary login password: ');

/** Moves somebody to another address, with whatever else is to become of the row. */
async function moved({ userId }: { userId: string }, changes: object = {}): Promise<string> {
  const { body } = await call<{ version: number }>('GET', `/users/${userId}`, { token: master.token });
  const email = `${randomUUID().slice(0, 13)}@example.co.jp`;
  const answer = await call('POST', '/users/batch-update', {
    token: master.token,
    body: { users: [{ userId, version: body.version, email, ...changes }] },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);

  return email;
}

const read = ({ orderId, token }: MailedOrder) =>
  call('GET', `/certificate-orders/${orderId}`, { headers: { 'order-token': token } });

describe('mailed', () => {
  test('X-1 U-4 to a new user: the invitation, and the order with its ID, the common name and a URL whose token no server sees', async () => {
    const { userId, email, order } = await invited();
    const mails = await mailsTo(email);

    expect(mails.map(({ to }) => to)).toEqual([[email], [email]]);
    expect(mails.filter(isInvitation)).toHaveLength(1);
    const [mail] = mails.filter(hasUrl);
    expect(mail && isInvitation(mail)).toBe(false);

    const lines = mail?.text.split('\n') ?? [];
    expect(lines).toContain(`Order ID: ${order.orderId}`);
    expect(lines).toContain(`Common name: ${userId}`);
    const [address = ''] = lines.filter((line) => line.startsWith('https://') && line.includes(order.orderId));
    const url = new URL(address);
    expect(url.pathname.endsWith(`/certificates/${order.orderId}`)).toBe(true);
    expect(url.search).toBe('');
    expect(url.hash).toBe(`#token=${order.token}`);
    expect(mail?.html).toContain(address);
    for (const text of [mail?.text, mail?.html]) expect(text).not.toContain(ACQUISITION_PASSWORD);
  });

  test('X-1 to somebody who is there already, without another invitation; each order with a token of its own', async () => {
    const person = await addedPerson(master, groupId);
    const first = await ordered(master, person);
    const second = await ordered(master, person);

    const mails = await mailsTo(person.email);
    expect(mails.filter(isInvitation)).toHaveLength(1);
    expect(mails.filter(hasUrl)).toHaveLength(2);
    expect(second.orderId).not.toBe(first.orderId);
    expect(second.token).not.toBe(first.token);
  });
});

describe('another address', () => {
  test('U-5 before the first login: both mails go there with new secrets, and what the first ones said is dead', async () => {
    const user = await invited();
    const password = await mailed(user.email, 'Temporary login password');
    const email = await moved(user);

    const order = await mailedOrder(email);
    expect(order.orderId).toBe(user.order.orderId);
    expect(order.token).not.toBe(user.order.token);
    const mails = await mailsTo(email);
    expect([mails.filter(isInvitation).length, mails.filter(hasUrl).length]).toEqual([1, 1]);

    expectProblem(await read(user.order), 'not-found', 404);
    expectProblem(await pickUp(user.order), 'not-found', 404);
    expect((await logIn(user.userId, password)).status).toBe(401);

    expect((await read(order)).body).toMatchObject({ status: 'open', commonName: user.userId });
    expect((await pickUp(order)).status).toBe(200);
    expect((await logIn(user.userId, await mailed(email, 'Temporary login password'))).status).toBe(201);
  });

  test('U-5 X-12 together with a new order: that one alone is mailed, the earlier is void', async () => {
    const user = await invited();
    const email = await moved(user, { certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD } });

    const order = await mailedOrder(email);
    expect(order.orderId).not.toBe(user.order.orderId);
    const mails = await mailsTo(email);
    expect([mails.filter(isInvitation).length, mails.filter(hasUrl).length]).toEqual([1, 1]);
    expect((await read(user.order)).body).toMatchObject({ status: 'cancelled' });
    expectProblem(await pickUp(user.order), 'wrong-state', 409);
    expect((await pickUp(order)).status).toBe(200);
  });

  test('U-5 after the first login: nothing is sent again, and the URL serves on', async () => {
    const person = await addedPerson(master, groupId);
    const order = await ordered(master, person);
    const email = await moved(person);

    const mails = await mailsTo(email);
    expect(mails.filter(hasUrl)).toEqual([]);
    expect(mails.filter(isInvitation)).toEqual([]);
    expect((await pickUp(order)).status).toBe(200);
  });

  test('U-5 X-3 with an order that is locked: nobody is asked to pick it up', async () => {
    const user = await invited();
    for (let time = 1; time <= 5; time++) await pickUp(user.order, { acquisitionPassword: 'Wrong24w8Sora' });
    const email = await moved(user);

    const mails = await mailsTo(email);
    expect(mails.filter(isInvitation)).toHaveLength(1);
    expect(mails.filter(hasUrl)).toEqual([]);
  });
});
