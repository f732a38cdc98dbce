import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient, tableName } from './client.ts';
import { whileConflicted } from './commit.ts';
import { key, type Scope } from './keys.ts';
import { attributesOf, readItem } from './read.ts';
import { putNew, remove, type Write } from './write.ts';

/** Whose a user ID or login name is. */
export type LoginIdOwner = { readonly scope: Scope; readonly userId: string };

/** Finds the user behind a user ID or login name, over all tenants. A retired one is nobody's. */
export async function findLoginId(loginId: string): Promise<LoginIdOwner | undefined> {
  const item = await readItem({ key: key.loginId(loginId), read: attributesOf<Partial<LoginIdOwner>> });

  return item?.scope && item.userId ? { scope: item.scope, userId: item.userId } : undefined;
}

/** Claims a login ID for good: it is unique over all tenants, and a user ID is never used again. */
export function claimLoginId(loginId: string, owner: LoginIdOwner): Write {
  return putNew(key.loginId(loginId), owner);
}

/** Gives a login name back: another user may take it. */
export function releaseLoginName(loginName: string): Write {
  return remove(key.loginId(loginName));
}

/** The same, by itself, for a user who is purged: somebody else may have taken it since. Twice is fine. */
export async function dropLoginName(loginName: string, userId: string): Promise<void> {
  const drop = new DeleteCommand({
    TableName: tableName(),
    Key: key.loginId(loginName),
    ConditionExpression: 'userId = :userId',
    ExpressionAttributeValues: { ':userId': userId },
  });

  await whileConflicted(() => documentClient().send(drop)).catch((error: unknown) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  });
}

/** Lets go of whoever a user ID belonged to; the ID itself stays taken, so that it is never used again. Twice is fine. */
export async function retireUserId(userId: string): Promise<void> {
  await whileConflicted(() => documentClient().send(new PutCommand({ TableName: tableName(), Item: key.loginId(userId) })));
}
