import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { tableName } from './client.ts';
import type { Key } from './keys.ts';

/**
 * One write of a transaction, made by a named access pattern and carried out by `commit`. Every condition says "as it
 * was read": one that fails means the item has moved, and the operation decides again on fresh data.
 *
 * `update` and `condition` are DynamoDB expressions. Attribute names are written `#name`, so that none can be a reserved
 * word; `names` is for those that are not fixed.
 */
export type Write = Expressed & { readonly key: Key } & (
    | { readonly kind: 'put'; readonly attributes: object }
    | { readonly kind: 'update'; readonly update: string }
    | { readonly kind: 'check'; readonly condition: string }
    | { readonly kind: 'delete' }
  );

export type Put = Extract<Write, { kind: 'put' }>;

type Expressed = {
  readonly condition?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly names?: Readonly<Record<string, string>>;
};

/** Puts an item, whatever was there. */
export function put(key: Key, attributes: object): Put {
  return { kind: 'put', key, attributes };
}

/** Puts an item that must not exist yet. */
export function putNew(key: Key, attributes: object): Put {
  return { ...put(key, attributes), condition: 'attribute_not_exists(PK)' };
}

/** Puts the next version of an item that must still be at the one before. */
export function putNext(key: Key, attributes: object, versionBefore: number): Put {
  return { ...put(key, attributes), condition: '#version = :before', values: { ':before': versionBefore } };
}

type Change = Required<Pick<Expressed, 'condition' | 'values'>> & { readonly update: string };

export function update(key: Key, change: Change): Write {
  return { kind: 'update', key, ...change };
}

/** Checks an item without changing it. */
export function check(
  key: Key,
  condition: string,
  values: Expressed['values'] = {},
  { names = {} }: Pick<Expressed, 'names'> = {},
): Write {
  return { kind: 'check', key, condition, values, names };
}

/** Deletes an item; one that is gone already is fine. */
export function remove(key: Key): Write {
  return { kind: 'delete', key };
}

type Expressions = Pick<UpdateCommandInput, 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;

/** What every kind of write request has in common. */
export function expressions({
  update,
  condition,
  values = {},
  names = {},
}: Expressed & { readonly update?: string }): Expressions & { TableName: string } {
  const used = `${update ?? ''} ${condition ?? ''}`.match(/#\w+/g) ?? [];

  return {
    TableName: tableName(),
    ...(condition !== undefined && { ConditionExpression: condition }),
    ...(used.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(used.map((name) => [name, names[name] ?? name.slice(1)])),
    }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}
