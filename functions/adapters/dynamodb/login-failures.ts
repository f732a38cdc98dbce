import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { FailureCount } from '../../../domain/credentials/failure-rate.ts';
import { documentClient } from './client.ts';
import { key } from './keys.ts';
import { attributesOf, type Ref } from './read.ts';
import { expressions } from './write.ts';

/** Whose failed logins are counted: those with one login ID, named by its keyed digest, or those from one source. */
export type FailuresOf = { readonly whose: 'id' | 'source'; readonly name: string };

/** Two minutes: a count means nothing after one. */
const KEPT_MS = 120_000;

export const loginFailuresRef = ({ whose, name }: FailuresOf): Ref<FailureCount> => ({
  key: key.loginFailures(whose, name),
  read: attributesOf<FailureCount>,
});

/** Begins a count with its first failure. @returns whether the one it replaces was still as it was read */
export function beginFailures(failuresOf: FailuresOf, replaced: FailureCount | undefined, now: Date): Promise<boolean> {
  return updated(failuresOf, {
    update: 'SET #since = :now, #failures = :one, #expiresAt = :expiresAt',
    condition: replaced === undefined ? 'attribute_not_exists(PK)' : '#since = :replaced',
    values: {
      ':now': now.toISOString(),
      ':one': 1,
      ':expiresAt': Math.ceil((now.getTime() + KEPT_MS) / 1_000),
      ...(replaced && { ':replaced': replaced.since }),
    },
  });
}

/** Adds a failure to a count that is there. @returns whether it was */
export function addFailure(failuresOf: FailuresOf): Promise<boolean> {
  return updated(failuresOf, { update: 'ADD #failures :one', condition: 'attribute_exists(PK)', values: { ':one': 1 } });
}

type Change = { readonly update: string; readonly condition: string; readonly values: Readonly<Record<string, unknown>> };

async function updated({ whose, name }: FailuresOf, change: Change): Promise<boolean> {
  try {
    await documentClient().send(
      new UpdateCommand({ ...expressions(change), Key: key.loginFailures(whose, name), UpdateExpression: change.update }),
    );

    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
