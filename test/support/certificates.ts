import { X509Certificate } from 'node:crypto';
import type { pickUpCertificate } from '../../functions/contracts/certificates.ts';
import type { Input } from '../../functions/runtime/parse.ts';
import { type Answer, type ClientIdentity, call } from './api.ts';
import { mailTo } from './mailbox.ts';
import {
  confirmation,
  LOGIN_PASSWORD,
  type Person,
  type Registration,
  registeredTenant,
  setUp,
  type TestTenant,
} from './people.ts';
import { settled } from './settled.ts';

/** Chosen by the administrator for every order of the tests. */
export const ACQUISITION_PASSWORD = 'Kumo24w8Sora';
/** Chosen by the user: protects the key in the file. */
export const KEY_PASSWORD = 'Nagai-michi-2026';
export const CERTIFICATE_TERMS = '2026-04-01';

/** What a pick-up mail leads to. */
export type MailedOrder = { readonly orderId: string; readonly token: string };

export type PickedUp = {
  serialNumber: string;
  notAfter: string;
  fileName: string;
  pkcs12: string;
  certificate: string;
  chain: string;
};

/** A tenant whose representative has applied for the certificate service too, and is the master, logged in. */
export async function certificateTenant(changes: Partial<Registration> = {}): Promise<TestTenant & { master: Person }> {
  const tenant = await registeredTenant(changes);
  const master = await setUp(tenant.email);
  const applied = await call('POST', '/subscription', {
    token: master.token,
    body: { acceptedTerms: CERTIFICATE_TERMS, certificates: true, confirmation: await confirmation(master, 'subscribe') },
  });
  if (applied.status !== 201) throw new Error(`subscribe answered ${applied.status} ${JSON.stringify(applied.body)}`);

  return { ...tenant, master };
}

/** Orders a certificate for a user (U-5), and answers what is mailed to the user. */
export async function ordered(actor: Person, user: { readonly userId: string; readonly email: string }): Promise<MailedOrder> {
  const { body } = await call<{ version: number }>('GET', `/users/${user.userId}`, { token: actor.token });
  const { status, body: answer } = await call('POST', '/users/batch-update', {
    token: actor.token,
    body: {
      users: [{ userId: user.userId, version: body.version, certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD } }],
    },
  });
  if (status !== 200) throw new Error(`updateUsers answered ${status} ${JSON.stringify(answer)}`);

  return mailedOrder(user.email);
}

/** The order in the newest mail to an address that has a pick-up URL. */
export async function mailedOrder(email: string): Promise<MailedOrder> {
  await settled();
  const found = (await mailTo(email))
    .map(({ text }) => /\/certificates\/([A-Za-z0-9]+)#token=([\w-]+)$/m.exec(text))
    .find((match) => match !== null);
  const [, orderId = '', token = ''] = found ?? [];
  if (orderId === '') throw new Error('No mail with a pick-up URL');

  return { orderId, token };
}

type PickUpBody = Input<typeof pickUpCertificate>;

/** Picks a certificate up; what is given takes the place of what would be right. */
export async function pickUp({ orderId, token }: MailedOrder, changes: object = {}): Promise<Answer<PickedUp>> {
  const body = { token, acquisitionPassword: ACQUISITION_PASSWORD, acceptedTerms: CERTIFICATE_TERMS, ...WITH_KEY, ...changes };

  return call<PickedUp>('POST', `/certificate-orders/${orderId}/pick-up`, { body });
}

const WITH_KEY = { keyProtectionPassword: KEY_PASSWORD } satisfies Partial<PickUpBody>;

/** What a browser has after it imported the file. */
export function identityOf({ pkcs12 }: Pick<PickedUp, 'pkcs12'>): ClientIdentity {
  return { pfx: Buffer.from(pkcs12, 'base64'), passphrase: KEY_PASSWORD };
}

/** Somebody with a certificate of status `valid`. */
export type Holder = Person & { readonly identity: ClientIdentity; readonly serialNumber: string; readonly order: MailedOrder };

/** Orders a certificate for a user, who picks it up. */
export async function holder(actor: Person, user: Person): Promise<Holder> {
  const order = await ordered(actor, user);
  const { status, body } = await pickUp(order);
  if (status !== 200) throw new Error(`pickUpCertificate answered ${status} ${JSON.stringify(body)}`);

  return { ...user, identity: identityOf(body), serialNumber: body.serialNumber, order };
}

/** Logs in on the client-certificate host. */
export async function logInWith(identity: ClientIdentity | 'none', changes: object = {}) {
  return call<{ token: string; user: { userId: string } }>('POST', '/sessions', {
    identity,
    body: { password: LOGIN_PASSWORD, client: 'web', ...changes },
  });
}

export type InventoryAnswer = {
  certificates: { serialNumber: string; userId: string; status: string; notAfter: string; revocationDueAt?: string }[];
  orders: { orderId: string; userId: string; kind: string; status: string; expiresAt: string }[];
};

/** The inventory of certificates and orders. */
export async function inventory(actor: Person, query = ''): Promise<InventoryAnswer> {
  const { status, body } = await call<InventoryAnswer>('GET', `/certificates${query}`, { token: actor.token });
  if (status !== 200) throw new Error(`listCertificates answered ${status} ${JSON.stringify(body)}`);

  return body;
}

/** The certificate of a PEM text. */
export function parsed(pem: string): X509Certificate {
  return new X509Certificate(pem);
}
