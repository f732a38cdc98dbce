import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type {
  LoginPasswordFacts,
  Credentials as Secrets,
  TransactionPasswordFacts,
} from '../../../domain/credentials/credentials.ts';
import { documentClient } from './client.ts';
import { whileConflicted } from './commit.ts';
import { type Key, key, partitions, type Scope } from './keys.ts';
import { type Item, queryPartition, readItem } from './read.ts';
import { expressions, putNew, type Write } from './write.ts';

/** The secrets of a user and their counters, on an item of their own. Hashes only; what is mailed is derived (C-12). */
export type Credentials = Secrets & {
  readonly userId: string;
  readonly lastLoginAt?: string;
  /** Moves with every change; a change conditions on the version it was decided on. */
  readonly version: number;
};

export const credentialsKey = (scope: Scope, userId: string): Key => key.credentials(scope, userId);

export function toCredentials(item: Item): Credentials {
  const { PK, SK, ...credentials } = item;

  return credentials as unknown as Credentials;
}

/** @throws when the item is gone: every user has one, so that is a fault */
export async function readCredentials(scope: Scope, userId: string): Promise<Credentials> {
  const item = await readItem(key.credentials(scope, userId));
  if (item === undefined) throw new Error('A user has no credentials');

  return toCredentials(item);
}

/** What the statuses of a user are made of: no hash leaves the table for a list. */
export type CredentialFacts = {
  readonly userId: string;
  readonly login: LoginPasswordFacts;
  readonly transaction: TransactionPasswordFacts;
};

export async function listCredentialFacts(tenantId: string, subscriptionId: string): Promise<CredentialFacts[]> {
  const attributes = ['userId', 'login.kind', 'login.failures', 'login.issuedAt', 'transaction.kind', 'transaction.failures'];
  const items = await queryPartition(partitions.credentials({ tenantId, subscriptionId }), attributes);

  return items as unknown as CredentialFacts[];
}

export function addCredentials(scope: Scope, credentials: Credentials): Write {
  return putNew(key.credentials(scope, credentials.userId), credentials);
}

/** Saves the next state of the credentials, if they are still the ones it was decided on. */
export function moveCredentials(scope: Scope, from: Credentials, to: Partial<Omit<Credentials, 'userId' | 'version'>>): Write {
  return {
    kind: 'put',
    key: key.credentials(scope, from.userId),
    attributes: { ...from, ...to, version: from.version + 1 },
    condition: '#version = :before',
    values: { ':before': from.version },
  };
}

/**
 * Saves the next state by itself, outside a transaction: a try is spent before the secret is looked at (C-5, C-9).
 * @returns the credentials saved, or `undefined` when they have moved
 */
export async function spend(
  scope: Scope,
  from: Credentials,
  to: Partial<Omit<Credentials, 'userId' | 'version'>>,
): Promise<Credentials | undefined> {
  const write = moveCredentials(scope, from, to);
  const next = { ...from, ...to, version: from.version + 1 };

  try {
    await whileConflicted(() =>
      documentClient().send(new PutCommand({ ...expressions(write), Item: { ...write.key, ...next } })),
    );

    return next;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
