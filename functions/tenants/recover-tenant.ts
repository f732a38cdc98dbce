import { NO_AUTHENTICATOR } from '../../domain/credentials/authenticator.ts';
import { resetLoginPassword, resetTransactionPassword } from '../../domain/credentials/reset-passwords.ts';
import type { Ids } from '../../domain/ports.ts';
import { refuse } from '../../domain/result.ts';
import type { Roster, Subscription } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { EventOf } from '../../events/index.ts';
import { type CredentialChanges, credentialsRef, saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { readItem, readItems } from '../adapters/dynamodb/read.ts';
import { saveSubscription, subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { saveSetUp, userRef } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { recoverTenant as contract } from '../contracts/tenants.ts';
import { credentialChanged } from '../credentials/credential-changed.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { loginMethodChanged } from '../subscription/login-method-changed.ts';
import { openedReset, resetExpiryRequested } from '../users/login-password-reset.ts';
import { transactionResetMail } from '../users/transaction-password-reset.ts';

type Dependencies = { ids: Ids };

/**
 * C-15: the bank's way in for a tenant whose people can no longer help each other: the master's passwords and authenticator
 * are reset as an administrator resets others', and the login method goes back to `user-id`. What is so already stays.
 */
export const recoverTenant: Operation<typeof contract, Dependencies> = async (request, { ids }) => {
  const { input, now, settings, transactionId } = request;
  const tenant = await readItem(tenantRef(input.tenantId));
  if (tenant === undefined) return refuse({ code: 'not-found' });

  const scope = { tenantId: input.tenantId };
  const { userId } = tenant.representative;
  const [before, credentials, subscription] = await readItems([
    userRef(scope, userId),
    credentialsRef(scope, userId),
    subscriptionRef(input.tenantId),
  ]);
  if (before === undefined || credentials === undefined) throw new Error('A tenant has no representative');

  let user: User = before;
  let changes: CredentialChanges = {};
  const writes: Write[] = [];
  const mails: MailJob[] = [];
  const reset: EventOf<'credential-reset'>['data']['credential'][] = [];
  const expiries: EventOf<'login-reset-requested'>[] = [];

  if (input.resetLoginPassword) {
    const resetId = ids.short();
    const login = resetLoginPassword(user, { resetId, causeId: transactionId, now }, settings);
    const opened = openedReset({ user, scope }, resetId, { ...request, tenant });

    user = login.user;
    changes = { ...changes, ...login.credentials };
    writes.push(...opened.writes);
    mails.push(opened.mail);
    reset.push('login-password');
    expiries.push(...resetExpiryRequested([opened.expiry], now, settings));
  }

  const transaction = input.resetTransactionPassword ? resetTransactionPassword(user, credentials) : undefined;
  if (transaction) {
    user = transaction.user;
    changes = { ...changes, ...transaction.credentials };
    mails.push(transactionResetMail(user, { tenant, now }));
    reset.push('transaction-password');
  }

  if (input.removeAuthenticator && credentials.authenticator !== undefined) {
    user = { ...user, authenticatorRegistered: false };
    changes = { ...changes, ...NO_AUTHENTICATOR };
    mails.push(credentialChanged('authenticator-removed', { user, language: tenant.language, now }));
    reset.push('authenticator');
  }

  if (reset.length > 0) writes.push(saveSetUp(scope, before, user), saveCredentials(scope, credentials, changes));
  const back = input.loginMethod ? backToUserId(subscription) : undefined;
  if (back) {
    writes.push(saveSubscription(input.tenantId, back.after));
    mails.push(loginMethodResetMail(before, tenant, now));
  }

  const version = credentials.version + 1;
  const told = reset.map(
    (credential) =>
      ({ type: 'credential-reset', aggregate: { id: `${userId}-credentials`, version }, data: { userId, credential } }) as const,
  );

  return done(undefined, {
    writes,
    mails,
    events: [...told, ...expiries, ...(back ? loginMethodChanged(back.before, back.after) : [])],
    subjects: [userId],
    reason: input.reason,
  });
};

/** The roster before and after, if certificates were needed. */
function backToUserId(subscription: Subscription | undefined): { before: Roster; after: Roster } | undefined {
  if (subscription?.status !== 'active' || subscription.loginMethod === 'user-id') return undefined;

  return { before: subscription, after: { ...subscription, loginMethod: 'user-id', version: subscription.version + 1 } };
}

function loginMethodResetMail({ userId, name, email }: User, { language }: Tenant, now: Date): MailJob {
  return mailJob('login-method-reset', {
    to: email,
    userId,
    language,
    data: { name, changedAt: now.toISOString() },
    sendBefore: newsEndsAt(now),
  });
}

export const handler = lambda(contract, recoverTenant, { ids: randomIds });
