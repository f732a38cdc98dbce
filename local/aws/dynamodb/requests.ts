import * as z from 'zod';
import { AwsError, NotEmulatedError } from '../aws-error.ts';
import type { AwsRequest } from '../protocol.ts';
import { inputOf } from '../service.ts';
import { type Attributes, type AttributeValue, itemIdentity, keyOf, partitionKeyOf, type Table } from './tables.ts';

/** One item that a request reads or writes, and the IAM action that stands for it. */
export type Touched = { readonly table: Table; readonly key: Attributes; readonly iamAction: string };

/** One text per item, as `itemIdentity` has it. */
export function identitiesOf(items: readonly Touched[]): string[] {
  return items.map(({ table, key }) => itemIdentity(table, key));
}

/** A Query or Scan: what it reads is not known beforehand. */
export type Searched = { readonly table: Table; readonly indexName?: string; readonly partition?: AttributeValue };

type FindTable = (name: string) => Table;

const Item: z.ZodType<Attributes> = z.record(z.string(), z.record(z.string(), z.unknown()));
const OnItem = z.object({ TableName: z.string(), Item });
const OnKey = z.object({ TableName: z.string(), Key: Item });

/** The tables of the template by name; the SDK allows an ARN in place of a name, which no function of ours uses. */
export function tableFinder(tables: readonly Table[]): FindTable {
  const byName = new Map(tables.map((table) => [table.name, table]));

  return (name) => {
    if (name.startsWith('arn:')) throw new NotEmulatedError('table ARNs in place of table names');

    const table = byName.get(name);
    if (!table) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

    return table;
  };
}

/** PutItem. */
export function putItem(request: AwsRequest, find: FindTable): Touched {
  const { TableName, Item: item } = inputOf(OnItem, request);
  const table = find(TableName);

  return { table, key: keyOf(table, item), iamAction: 'dynamodb:PutItem' };
}

/** GetItem, UpdateItem and DeleteItem. */
export function onKey(action: string, request: AwsRequest, find: FindTable): Touched {
  const { TableName, Key } = inputOf(OnKey, request);

  return { table: find(TableName), key: Key, iamAction: `dynamodb:${action}` };
}

const Batch = z.object({
  RequestItems: z.record(
    z.string(),
    z.union([
      z.object({ Keys: z.array(Item) }).transform(({ Keys }) => Keys),
      z.array(
        z.union([
          z.object({ PutRequest: z.object({ Item }) }).transform(({ PutRequest }) => PutRequest.Item),
          z.object({ DeleteRequest: z.object({ Key: Item }) }).transform(({ DeleteRequest }) => DeleteRequest.Key),
        ]),
      ),
    ]),
  ),
});

/** BatchGetItem and BatchWriteItem. */
export function batch(action: string, request: AwsRequest, find: FindTable): Touched[] {
  return Object.entries(inputOf(Batch, request).RequestItems).flatMap(([tableName, items]) => {
    const table = find(tableName);

    return items.map((item) => ({ table, key: keyOf(table, item), iamAction: `dynamodb:${action}` }));
  });
}

/** What each part of a transaction needs: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const TRANSACTION_PARTS: Readonly<Record<string, string>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Get: 'dynamodb:GetItem',
};

const Transaction = z.object({
  TransactItems: z.array(z.partialRecord(z.enum(Object.keys(TRANSACTION_PARTS)), z.union([OnItem, OnKey]))),
});

/** TransactWriteItems and TransactGetItems, in the order of their parts. */
export function transaction(request: AwsRequest, find: FindTable): Touched[] {
  return inputOf(Transaction, request).TransactItems.map((item) => {
    const [part = '', target] = Object.entries(item)[0] ?? [];
    const iamAction = TRANSACTION_PARTS[part];
    if (!target || !iamAction) throw new AwsError('ValidationException', 'A part of the transaction names no action');

    const table = find(target.TableName);

    return { table, key: 'Item' in target ? keyOf(table, target.Item) : target.Key, iamAction };
  });
}

const Search = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: Item.optional(),
});

/** Scan. */
export function scan(request: AwsRequest, find: FindTable): Searched {
  const { TableName, IndexName } = inputOf(Search, request);

  return { table: find(TableName), ...(IndexName !== undefined && { indexName: IndexName }) };
}

/**
 * Query, with the partition it reads.
 *
 * @throws NotEmulatedError when the partition cannot be told from its key condition
 */
export function query(request: AwsRequest, find: FindTable): Searched {
  const { KeyConditionExpression = '', ExpressionAttributeNames, ExpressionAttributeValues } = inputOf(Search, request);
  const searched = scan(request, find);
  const partitionKey = partitionKeyOf(searched.table, searched.indexName);

  // `name = :value`; the sign of `<=` and `>=` does not follow a name.
  const equalities = [...KeyConditionExpression.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)];
  const [, , placeholder] = equalities.find(([, name = '']) => (ExpressionAttributeNames[name] ?? name) === partitionKey) ?? [];
  const partition = ExpressionAttributeValues?.[placeholder ?? ''];
  if (!partition) throw new NotEmulatedError(`a Query whose partition cannot be told from "${KeyConditionExpression}"`);

  return { ...searched, partition };
}
