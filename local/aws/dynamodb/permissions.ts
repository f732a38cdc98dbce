import type { Permission } from '../service.ts';
import type { Searched, Touched } from './requests.ts';
import { type AttributeValue, partitionKeyOf, type Table } from './tables.ts';

/**
 * What the parts of a transaction need, each for itself.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export function transactionPermissions(items: readonly Touched[], operation: string): Permission[] {
  return [...items.map((item) => itemsPermission([item], item.table, item.iamAction, [operation])), ...keyPermissions(items)];
}

/** What a request on items needs: one decision per table, over all its keys. */
export function itemPermissions(items: readonly Touched[]): Permission[] {
  const byTable = Map.groupBy(items, ({ table }) => table);

  return [
    ...[...byTable].flatMap(([table, touched]) =>
      touched.slice(0, 1).map(({ iamAction }) => itemsPermission(touched, table, iamAction, [])),
    ),
    ...keyPermissions(items),
  ];
}

/** What a Query or Scan needs; on an index it is the index's right, by the index's partition key. */
export function searchPermissions(iamAction: string, { table, indexName, partition }: Searched): Permission[] {
  const resource = indexName === undefined ? table.arn : `${table.arn}/index/${indexName}`;
  const leadingKeys = partition === undefined ? [] : [keyText(partition)];

  return [{ action: iamAction, resource, context: contextOf(leadingKeys, []) }, ...keyPermissions([{ table }])];
}

function itemsPermission(items: readonly Touched[], table: Table, action: string, enclosing: readonly string[]): Permission {
  const partitionKey = partitionKeyOf(table) ?? '';

  return {
    action,
    resource: table.arn,
    context: contextOf(
      items.map(({ key }) => keyText(key[partitionKey] ?? {})),
      enclosing,
    ),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
function contextOf(leadingKeys: readonly string[], enclosingOperation: readonly string[]): Permission['context'] {
  return { 'dynamodb:LeadingKeys': leadingKeys, 'dynamodb:EnclosingOperation': enclosingOperation };
}

/**
 * A table under a customer managed key is read with the caller's own right to that key, through DynamoDB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
function keyPermissions(items: readonly { table: Table }[]): Permission[] {
  const tables = [...new Set(items.map(({ table }) => table))];

  return tables.flatMap(({ arn, keyArn }) => {
    if (keyArn === undefined) return [];

    const region = arn.split(':')[3];

    return [{ action: 'kms:Decrypt', resource: keyArn, context: { 'kms:ViaService': [`dynamodb.${region}.amazonaws.com`] } }];
  });
}

/** The value within `{ S: 'text' }`. */
function keyText(value: AttributeValue): string {
  return String(Object.values(value)[0] ?? '');
}
