import { setTimeout as delay } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Credentials, LoginPasswordFacts, TransactionPasswordFacts } from '../../../domain/credentials/credentials.ts';
import { backoffMs } from './backoff.ts';
import { documentClient } from './client.ts';
import { ContentionError, whileConflicted } from './commit.ts';
import { key, partitions, type Scope } from './keys.ts';
import { attributesOf, queryPartition, type Ref, readItem } from './read.ts';
import { expressions, put, putNew, type Write } from './write.ts';

export const credentialsRef = (scope: Scope, userId: string): Ref<Credentials> => ({
  key: key.credentials(scope, userId),
  read: attributesOf<Credentials>,
});

/** What the statuses of a user are made of: no hash leaves the table for a list. */
export type CredentialFacts = {
  readonly userId: string;
  readonly login: LoginPasswordFacts;
  readonly transaction: TransactionPasswordFacts;
};

export function listCredentialFacts(tenantId: string, subscriptionId: string): Promise<CredentialFacts[]> {
  const attributes = [
    'userId',
    'login.kind',
    'login.failures',
    'login.lockedAt',
    'login.issuedAt',
    'login.requestedAt',
    'transaction.kind',
    'transaction.failures',
    'transaction.lockedAt',
  ];

  return queryPartition<CredentialFacts>(partitions.credentials({ tenantId, subscriptionId }), attributes);
}

export function addCredentials(scope: Scope, credentials: Credentials): Write {
  return putNew(key.credentials(scope, credentials.userId), credentials);
}

/** What may change of credentials. */
export type CredentialChanges = Partial<Omit<Credentials, 'userId' | 'version'>>;

/** Saves the next state, in a transaction, if the credentials are still those it was decided on. */
export function saveCredentials(scope: Scope, from: Credentials, to: CredentialChanges): Write {
  return {
    ...put(key.credentials(scope, from.userId), { ...from, ...to, version: from.version + 1 }),
    condition: '#version = :before',
    values: { ':before': from.version },
  };
}

/** Saves the next state by itself. @returns whether the credentials were still those it was decided on */
export async function saveCredentialsNow(scope: Scope, from: Credentials, to: CredentialChanges): Promise<boolean> {
  const write = saveCredentials(scope, from, to);

  try {
    await whileConflicted(() =>
      documentClient().send(new PutCommand({ ...expressions(write), Item: { ...write.key, ...write.attributes } })),
    );

    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const MAX_ROUNDS = 20;

/** What to save next; nothing, when all is as it should be; or to wait until others have got on. */
export type CredentialDecision = { readonly save: CredentialChanges } | 'leave' | 'wait';

/**
 * Decides on credentials and saves the outcome by itself, deciding again on fresh ones while others save theirs. The
 * decision must recognise what it has already saved: an answer may have been lost.
 *
 * @returns the credentials as saved
 * @throws {ContentionError} when others keep them busy
 */
export async function changeCredentials(
  scope: Scope,
  known: Credentials,
  decide: (credentials: Credentials) => CredentialDecision,
): Promise<Credentials> {
  let credentials = known;

  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const decision = decide(credentials);

    if (decision === 'leave') return credentials;
    if (decision !== 'wait' && (await saveCredentialsNow(scope, credentials, decision.save))) {
      return { ...credentials, ...decision.save, version: credentials.version + 1 };
    }

    await delay(backoffMs(round));
    credentials = await readCredentials(scope, known.userId);
  }

  throw new ContentionError('The credentials stay contended');
}

/** @throws when the item is gone: every user has one, so that is a fault */
export async function readCredentials(scope: Scope, userId: string): Promise<Credentials> {
  const credentials = await readItem(credentialsRef(scope, userId));
  if (credentials === undefined) throw new Error('A user has no credentials');

  return credentials;
}
