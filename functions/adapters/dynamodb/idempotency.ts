import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { documentClient } from './client.ts';
import { whileConflicted } from './commit.ts';
import { type Key, key } from './keys.ts';
import { expressions, update, type Write } from './write.ts';

const KEPT_HOURS = 24;
/** A request that died holds its key no longer than a Lambda can run. */
const LEASE_SECONDS = 30;

/** A key in use: by whom (tenant and user, or the operator), for which operation. */
export type IdempotencyAddress = { readonly scope: string; readonly operationId: string; readonly idempotencyKey: string };

export type StoredReply = { readonly status: number; readonly body: string };

/** One request's hold on a key, until it commits or lets go. */
export type Claim = { readonly address: IdempotencyAddress; readonly claimId: string };

export type ClaimResult =
  | { readonly state: 'claimed' }
  | { readonly state: 'running'; readonly fingerprint: string }
  | { readonly state: 'done'; readonly fingerprint: string; readonly reply: StoredReply };

type StoredClaim = { claimId: string; fingerprint: string; leaseUntil: string; reply?: StoredReply };

const itemKey = ({ scope, operationId, idempotencyKey }: IdempotencyAddress): Key =>
  key.idempotency(scope, operationId, idempotencyKey);

/**
 * Takes a key for one request, by one conditional write: free, or left behind by a request that died. A key whose
 * request is done answers its reply.
 */
export async function claim({ address, claimId }: Claim, fingerprint: string, now: Date): Promise<ClaimResult> {
  const condition = 'attribute_not_exists(PK) OR #expiresAt < :seconds OR (attribute_not_exists(#reply) AND #leaseUntil < :now)';
  const seconds = Math.floor(now.getTime() / 1_000);
  const item: StoredClaim & { expiresAt: number } = {
    claimId,
    fingerprint,
    leaseUntil: new Date(now.getTime() + LEASE_SECONDS * 1_000).toISOString(),
    expiresAt: seconds + KEPT_HOURS * 3_600,
  };

  try {
    await whileConflicted(() =>
      documentClient().send(
        new PutCommand({
          ...expressions({ condition, values: { ':seconds': seconds, ':now': now.toISOString() } }),
          Item: { ...itemKey(address), ...item },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );

    return { state: 'claimed' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;

    const held = unmarshall(error.Item) as StoredClaim;
    // Our own: the answer to an earlier attempt of this very call was lost.
    if (held.claimId === claimId) return { state: 'claimed' };

    return held.reply
      ? { state: 'done', fingerprint: held.fingerprint, reply: held.reply }
      : { state: 'running', fingerprint: held.fingerprint };
  }
}

/** Keeps the reply, in the transaction of the effect: only the request that still holds the key can commit. */
export function keepReply({ address, claimId }: Claim, reply: StoredReply): Write {
  return update(itemKey(address), {
    update: 'SET #reply = :reply',
    condition: '#claimId = :claimId',
    values: { ':reply': reply, ':claimId': claimId },
  });
}

/** Lets go of a key whose request was refused, so that a corrected one may use it. */
export async function releaseClaim({ address, claimId }: Claim): Promise<void> {
  const condition = '#claimId = :claimId AND attribute_not_exists(#reply)';

  try {
    await whileConflicted(() =>
      documentClient().send(
        new DeleteCommand({ ...expressions({ condition, values: { ':claimId': claimId } }), Key: itemKey(address) }),
      ),
    );
  } catch (error) {
    // The lease ran out and another request holds the key now.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
