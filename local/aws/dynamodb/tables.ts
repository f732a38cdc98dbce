import * as z from 'zod';
import type { Assembly } from '../../template/assembly.ts';
import { NotEmulatedError } from '../aws-error.ts';

/** An attribute value as DynamoDB's API writes it: `{ S: 'text' }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const TableProperties = z.object({
  KeySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z.array(Index).default([]),
  LocalSecondaryIndexes: z.array(Index).default([]),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  SSESpecification: z.object({ KMSMasterKeyId: z.string().optional() }).optional(),
});

export type Index = z.output<typeof Index>;

/** A table as the template declares it. */
export type Table = Omit<z.output<typeof TableProperties>, 'SSESpecification'> & {
  readonly name: string;
  readonly arn: string;
  /** ARN of the customer managed key, where one encrypts the table. */
  readonly keyArn?: string;
};

/**
 * The tables of the template.
 *
 * @throws NotEmulatedError for global tables
 */
export function tablesOf(assembly: Assembly): Table[] {
  const [global] = assembly.resources('AWS::DynamoDB::GlobalTable');
  if (global) throw new NotEmulatedError(`global tables (${global.logicalId})`);

  return assembly.resources('AWS::DynamoDB::Table').map(({ properties, physicalId, arn }) => {
    const { SSESpecification, ...table } = TableProperties.parse(properties);
    const key = assembly.resource(SSESpecification?.KMSMasterKeyId ?? '', 'AWS::KMS::Key');

    return { ...table, name: physicalId, arn, ...(key && { keyArn: key.arn }) };
  });
}

/** Name of the partition key of the table, or of one of its indexes. */
export function partitionKeyOf(table: Table, indexName?: string): string | undefined {
  const index = [...table.GlobalSecondaryIndexes, ...table.LocalSecondaryIndexes].find(
    ({ IndexName }) => IndexName === indexName,
  );
  const schema = indexName === undefined ? table.KeySchema : (index?.KeySchema ?? []);

  return schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}

/** The primary key within an item. */
export function keyOf(table: Table, item: Attributes): Attributes {
  return Object.fromEntries(table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName] ?? {}]));
}

/** One text per item of all tables. */
export function itemIdentity(table: Table, item: Attributes): string {
  return JSON.stringify([table.name, table.KeySchema.map(({ AttributeName }) => item[AttributeName])]);
}
