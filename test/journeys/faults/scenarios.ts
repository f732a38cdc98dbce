import { randomUUID } from 'node:crypto';
import { call } from '../../support/api.ts';
import { codeOf, enrol, registerApp } from '../../support/authenticators.ts';
import { CERTIFICATE_TERMS, certificateTenant, holder, ordered } from '../../support/certificates.ts';
import { mailed } from '../../support/mailbox.ts';
import { resetLogins, resetMail } from '../../support/password-resets.ts';
import {
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  registeredTenant,
  registration,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { signedCall } from '../../support/signed-calls.ts';
import { APPROVAL_SCENARIOS } from './approval-scenarios.ts';
import type { Prepared, Scenario } from './scenario.ts';

/** Two people are added at a time, of the 100 a tenant may have. */
const ROOM_FOR_PAIRS = 45;

type Subscribed = { readonly tenantId: string; readonly master: Person };

/** How each write operation is called with success, by its ID: with all it can take, so that it makes every call it can. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...APPROVAL_SCENARIOS,

  registerTenant: async () => {
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    const email = `${tenantId}@example.co.jp`;
    const body = registration(email);

    return {
      tenantId,
      addresses: [email],
      send: (key) => signedCall('PUT', `/operator/tenants/${tenantId}`, { body, headers: { 'idempotency-key': key } }),
    };
  },

  logIn: onTenant(async ({ tenantId, master }) => {
    const body = { loginId: master.userId, password: LOGIN_PASSWORD, client: 'web' };

    return { tenantId, addresses: [master.email], send: (key) => call('POST', '/sessions', { body, ...keyed(key) }) };
  }),

  logOut: onTenant(async ({ tenantId, master: { token, email } }) => {
    return { tenantId, addresses: [email], send: (key) => call('DELETE', '/sessions/current', { token, ...keyed(key) }) };
  }),

  setUpInitially: async () => {
    const { tenantId, email, representativeUserId } = await registeredTenant();
    const { token } = (await logIn(representativeUserId, await mailed(email, 'Temporary login password'))).body;
    const body = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };

    return { tenantId, addresses: [email], send: (key) => call('POST', '/me/initial-setup', { token, body, ...keyed(key) }) };
  },

  sendMailToken: onTenant(async ({ tenantId, master: { token, email } }) => {
    const body = { operation: 'createGroup' };

    return { tenantId, addresses: [email], send: (key) => call('POST', '/me/mail-tokens', { token, body, ...keyed(key) }) };
  }),

  subscribe: async () => {
    const { tenantId, email } = await registeredTenant();
    const { token, ...representative } = await setUp(email);
    const { terms } = (await call<{ terms: { version: string } }>('GET', '/subscription', { token })).body;
    const confirmed = await confirmation({ token, ...representative }, 'subscribe');
    const body = { acceptedTerms: terms.version, certificates: true, confirmation: confirmed };

    return { tenantId, addresses: [email], send: (key) => call('POST', '/subscription', { token, body, ...keyed(key) }) };
  },

  cancelSubscription: onFreshTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    const person = await invited(master, await aGroup(master));
    const body = { confirmation: await confirmation(master, 'cancelSubscription') };

    return {
      tenantId,
      addresses: [email, person.email],
      send: (key) => call('POST', '/subscription/cancellation', { token, body, ...keyed(key) }),
    };
  }),

  subscribeCertificates: onFreshTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    const body = { acceptedTerms: CERTIFICATE_TERMS, confirmation: await confirmation(master, 'subscribeCertificates') };

    return {
      tenantId,
      addresses: [email],
      send: (key) => call('POST', '/subscription/certificates', { token, body, ...keyed(key) }),
    };
  }),

  cancelCertificates: async () => {
    const { tenantId, master } = await certificateTenant();
    const { token, email } = master;
    await ordered(master, master);
    const body = { confirmation: await confirmation(master, 'cancelCertificates') };
    const path = '/subscription/certificates/cancellation';

    return { tenantId, addresses: [email], send: (key) => call('POST', path, { token, body, ...keyed(key) }) };
  },

  changeLoginMethod: async () => {
    const { tenantId, master } = await certificateTenant();
    const { token, email } = await holder(master, master);
    const body = { loginMethod: 'certificate', confirmation: await confirmation(master, 'changeLoginMethod') };

    return {
      tenantId,
      addresses: [email],
      send: (key) => call('PUT', '/subscription/login-method', { token, body, ...keyed(key) }),
    };
  },

  revokeCertificate: async () => {
    const { tenantId, master } = await certificateTenant();
    const { token, email, serialNumber } = await holder(master, master);
    const body = { confirmation: await confirmation(master, 'revokeCertificate') };
    const path = `/certificates/${serialNumber}/revocation`;

    return { tenantId, addresses: [email], send: (key) => call('POST', path, { token, body, ...keyed(key) }) };
  },

  createGroup: onTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    const body = {
      name: unusedName(),
      permissions: {},
      confirmation: await confirmation(master, 'createGroup'),
    };

    return { tenantId, addresses: [email], send: (key) => call('POST', '/groups', { token, body, ...keyed(key) }) };
  }),

  updateGroup: onTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    const groupId = await aGroup(master);
    const { version } = (await call<{ version: number }>('GET', `/groups/${groupId}`, { token })).body;
    const confirmed = await confirmation(master, 'updateGroup');
    const body = { name: unusedName(), permissions: {}, version, confirmation: confirmed };

    return { tenantId, addresses: [email], send: (key) => call('PUT', `/groups/${groupId}`, { token, body, ...keyed(key) }) };
  }),

  deleteGroups: onTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    const groupId = await createGroup(master, unusedName());
    await invited(master, groupId);
    const body = { groupIds: [groupId] };

    return { tenantId, addresses: [email], send: (key) => call('POST', '/groups/batch-delete', { token, body, ...keyed(key) }) };
  }),

  createUsers: onTenant(async ({ tenantId, master }) => {
    const { token } = master;
    const [first, second] = people(await aGroup(master), 2);
    // The mail to one of them comes back, so that the listener of that is tried, too.
    const users = [first, { ...second, email: `bounce+${randomUUID()}@simulator.amazonses.com` }];
    const addresses = [master.email, ...users.flatMap((user) => user?.email ?? [])];

    return { tenantId, addresses, send: (key) => call('POST', '/users/batch-create', { token, body: { users }, ...keyed(key) }) };
  }, ROOM_FOR_PAIRS),

  resendInvitations: onTenant(async ({ tenantId, master }) => {
    const { token } = master;
    const { userId, email } = await invited(master, await aGroup(master));
    const body = { userIds: [userId] };

    return {
      tenantId,
      addresses: [master.email, email],
      send: (key) => call('POST', '/users/invitations', { token, body, ...keyed(key) }),
    };
  }),

  updateUsers: onTenant(async ({ tenantId, master }) => {
    const { token } = master;
    const { userId, email: before } = await invited(master, await aGroup(master));
    const [{ email } = { email: '' }] = people('', 1);
    const body = { users: [{ userId, version: 1, email }] };

    return {
      tenantId,
      addresses: [master.email, before, email],
      send: (key) => call('POST', '/users/batch-update', { token, body, ...keyed(key) }),
    };
  }),

  enrolAuthenticator: onTenant(async ({ tenantId, master }) => {
    const { token } = master;
    await withoutApp(master);
    const app = await registerApp(master);

    return {
      tenantId,
      addresses: [master.email],
      // The answer is not kept: a repeated request takes the code of its own moment.
      send: async (key) => {
        const given = { transactionPassword: TRANSACTION_PASSWORD, authenticatorCode: await codeOf(app) };

        return call('POST', '/me/authenticator', { token, body: { confirmation: given }, ...keyed(key) });
      },
    };
  }),

  verifyAuthenticator: onTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    await withoutApp(master);
    const app = await enrol(master);

    return {
      tenantId,
      addresses: [email],
      send: async (key) =>
        call('POST', '/me/authenticator/verification', { token, body: { code: await codeOf(app) }, ...keyed(key) }),
    };
  }),

  removeAuthenticator: onTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    await withoutApp(master);
    const app = await registerApp(master);

    return {
      tenantId,
      addresses: [email],
      send: async (key) => {
        const given = { transactionPassword: TRANSACTION_PASSWORD, authenticatorCode: await codeOf(app) };

        return call('POST', '/me/authenticator/removal', { token, body: { confirmation: given }, ...keyed(key) });
      },
    };
  }),

  resetAuthenticators: onPerson(async ({ tenantId, master, person }) => {
    const { token, email } = master;
    await withoutApp(person);
    await registerApp(person);
    const body = { userIds: [person.userId], confirmation: await confirmation(master, 'resetAuthenticators') };

    return {
      tenantId,
      addresses: [email, person.email],
      send: (key) => call('POST', '/users/authenticator-resets', { token, body, ...keyed(key) }),
    };
  }),

  changeLoginPassword: onFreshTenant(async ({ tenantId, master: { token, email } }) => {
    const body = { currentPassword: LOGIN_PASSWORD, newPassword: 'Yuki-46t9' };

    return { tenantId, addresses: [email], send: (key) => call('PUT', '/me/login-password', { token, body, ...keyed(key) }) };
  }),

  changeTransactionPassword: onFreshTenant(async ({ tenantId, master: { token, email } }) => {
    const body = { currentPassword: TRANSACTION_PASSWORD, newPassword: 'Yuki-46t9' };

    return {
      tenantId,
      addresses: [email],
      send: (key) => call('PUT', '/me/transaction-password', { token, body, ...keyed(key) }),
    };
  }),

  changeLoginName: onTenant(async ({ tenantId, master: { token, email } }) => {
    const aName = () => ({ loginName: `n${randomUUID().slice(0, 12)}` });
    // There is always an earlier one to give back.
    await call('PUT', '/me/login-name', { token, body: aName() });
    const body = aName();

    return { tenantId, addresses: [email], send: (key) => call('PUT', '/me/login-name', { token, body, ...keyed(key) }) };
  }),

  resetLoginPasswords: onTenant(async ({ tenantId, master }) => {
    const { token } = master;
    const { userId, email } = await invited(master, await aGroup(master));
    const body = { userIds: [userId], confirmation: await confirmation(master, 'resetLoginPasswords') };

    return {
      tenantId,
      addresses: [master.email, email],
      send: (key) => call('POST', '/users/login-password-resets', { token, body, ...keyed(key) }),
    };
  }),

  resetTransactionPasswords: onPerson(async ({ tenantId, master, person }) => {
    const { token } = master;
    // After an earlier reset there is one to be set first; otherwise this is refused.
    await call('PUT', '/me/transaction-password', { token: person.token, body: { newPassword: TRANSACTION_PASSWORD } });
    const body = { userIds: [person.userId], confirmation: await confirmation(master, 'resetTransactionPasswords') };

    return {
      tenantId,
      addresses: [master.email, person.email],
      send: (key) => call('POST', '/users/transaction-password-resets', { token, body, ...keyed(key) }),
    };
  }),

  completeLoginPasswordReset: onTenant(async ({ tenantId, master }) => {
    const { userId, email } = await invited(master, await aGroup(master));
    await resetLogins(master, [userId]);
    const { resetId, resetCode } = await resetMail(email);
    const body = { resetCode, newPassword: LOGIN_PASSWORD };

    return {
      tenantId,
      addresses: [master.email, email],
      send: (key) => call('POST', `/login-password-resets/${resetId}`, { body, ...keyed(key) }),
    };
  }),

  recoverTenant: onFreshTenant(async ({ tenantId, master: { email } }) => {
    const body = { resetLoginPassword: true, resetTransactionPassword: true, loginMethod: 'user-id', reason: 'Case 1' };

    return {
      tenantId,
      addresses: [email],
      send: (key) => signedCall('POST', `/operator/tenants/${tenantId}/recovery`, { body, headers: { 'idempotency-key': key } }),
    };
  }),

  eraseTenant: onFreshTenant(async ({ tenantId, master }) => {
    const person = await invited(master, await aGroup(master));
    const body = { version: 1, endSubscription: true, history: 'erase', reason: 'Case 1' };

    return {
      tenantId,
      addresses: [master.email, person.email],
      send: (key) => signedCall('POST', `/operator/tenants/${tenantId}/erasure`, { body, headers: { 'idempotency-key': key } }),
    };
  }),

  deleteUsers: onTenant(async ({ tenantId, master }) => {
    const { token, email } = master;
    const { userId } = await invited(master, await aGroup(master));
    const body = { userIds: [userId] };

    return { tenantId, addresses: [email], send: (key) => call('POST', '/users/batch-delete', { token, body, ...keyed(key) }) };
  }),
};

/** Somebody without an authenticator: one that is registered is removed. */
async function withoutApp(person: Person): Promise<void> {
  const { body } = await call('GET', '/me', { token: person.token });
  if (body['authenticatorRegistered'] !== true) return;

  const given = { confirmation: await confirmation(person, 'removeAuthenticator') };
  const { status } = await call('POST', '/me/authenticator/removal', { token: person.token, body: given });
  if (status !== 204) throw new Error(`removeAuthenticator answered ${status}`);
}

/** A group of the master's tenant, made when there is none. */
async function aGroup(master: Person): Promise<string> {
  const { groups } = (await call<{ groups: { groupId: string }[] }>('GET', '/groups', { token: master.token })).body;

  return groups[0]?.groupId ?? createGroup(master, unusedName());
}

/** Somebody who was just added to a group. */
async function invited({ token }: Person, groupId: string): Promise<{ userId: string; email: string }> {
  const users = people(groupId, 1);
  const added = await call<{ users: { userId: string; email: string }[] }>('POST', '/users/batch-create', {
    token,
    body: { users },
  });
  const [person] = added.body.users;
  if (person === undefined) throw new Error(`createUsers answered ${added.status}`);

  return person;
}

function unusedName(): string {
  return `グループ ${randomUUID().slice(0, 8)}`;
}

/**
 * Prepares requests of a master, logged in anew each time, on a tenant of the scenario's own; after `uses` of them on another,
 * where a tenant has room for no more.
 */
function onTenant(prepare: (tenant: Subscribed) => Promise<Prepared>, uses = Number.POSITIVE_INFINITY): Scenario {
  let made: ReturnType<typeof subscribedTenant> | undefined;
  let used = 0;

  return async () => {
    if (used++ % uses === 0) made = undefined;
    made ??= subscribedTenant();
    const { tenantId, master } = await made;
    const { token } = (await logIn(master.userId, LOGIN_PASSWORD)).body;

    return prepare({ tenantId, master: { ...master, token } });
  };
}

/** Prepares requests of a master, each on a tenant that nothing has happened to yet. */
function onFreshTenant(prepare: (tenant: Subscribed) => Promise<Prepared>): Scenario {
  return async () => prepare(await subscribedTenant());
}

/** The same as `onTenant` with an added user of the tenant, logged in anew as well. */
function onPerson(prepare: (tenant: Subscribed & { readonly person: Person }) => Promise<Prepared>): Scenario {
  let added: Promise<Person> | undefined;

  return onTenant(async ({ tenantId, master }) => {
    added ??= aGroup(master).then((groupId) => addedPerson(master, groupId));
    const person = await added;
    const { token } = (await logIn(person.userId, LOGIN_PASSWORD)).body;

    return prepare({ tenantId, master, person: { ...person, token } });
  });
}

function keyed(idempotencyKey: string) {
  return { headers: { 'idempotency-key': idempotencyKey } };
}
