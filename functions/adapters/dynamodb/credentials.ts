import type { Credentials, LoginPasswordFacts, TransactionPasswordFacts } from '../../../domain/credentials/credentials.ts';
import { key, partitions, type Scope } from './keys.ts';
import { attributesOf, type Page, type PageAsked, pageOf, queryPartition, type Ref, readItem } from './read.ts';
import { type Decision, savedNow, untilSaved } from './until-saved.ts';
import { type Put, putNew, putNext, type Write } from './write.ts';

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

const FACTS = [
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

export function listCredentialFacts(tenantId: string, subscriptionId: string): Promise<CredentialFacts[]> {
  return queryPartition<CredentialFacts>(partitions.credentials({ tenantId, subscriptionId }), { attributes: FACTS });
}

/** A page of them. */
export function pageOfCredentialFacts(scope: Scope, page: PageAsked): Promise<Page<CredentialFacts>> {
  return pageOf<CredentialFacts>(partitions.credentials(scope), { ...page, attributes: FACTS });
}

export function addCredentials(scope: Scope, credentials: Credentials): Write {
  return putNew(key.credentials(scope, credentials.userId), credentials);
}

/** What may change of credentials. */
export type CredentialChanges = Partial<Omit<Credentials, 'userId' | 'version'>>;

/** Saves the next state, in a transaction, if the credentials are still those it was decided on. */
export function saveCredentials(scope: Scope, from: Credentials, to: CredentialChanges): Put {
  return putNext(key.credentials(scope, from.userId), { ...from, ...to, version: from.version + 1 }, from.version);
}

/** Saves the next state by itself. @returns whether the credentials were still those it was decided on */
export function saveCredentialsNow(scope: Scope, from: Credentials, to: CredentialChanges): Promise<boolean> {
  return savedNow(saveCredentials(scope, from, to));
}

export type CredentialDecision = Decision<CredentialChanges>;

/** Decides on credentials and saves the outcome by itself: see `untilSaved`. */
export function changeCredentials(
  scope: Scope,
  known: Credentials,
  decide: (credentials: Credentials) => CredentialDecision,
): Promise<Credentials> {
  return untilSaved({
    known,
    decide,
    save: (from, to) => saveCredentials(scope, from, to),
    read: () => readCredentials(scope, known.userId),
  });
}

/** @throws when the item is gone: every user has one, so that is a fault */
export async function readCredentials(scope: Scope, userId: string): Promise<Credentials> {
  const credentials = await readItem(credentialsRef(scope, userId));
  if (credentials === undefined) throw new Error('A user has no credentials');

  return credentials;
}
