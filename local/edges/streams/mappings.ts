import * as z from 'zod';
import { AwsError } from '../../aws/aws-error.ts';
import type { Authorize } from '../../aws/iam/authorize.ts';
import { Refusal } from '../../refusal.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { checkDestination } from '../dead-letters.ts';
import { knownProperties } from '../known-properties.ts';
import { checkMaySend } from '../lambda/invoke-config.ts';
import { type Pattern, readPattern } from '../pattern.ts';

/** An event source mapping from a table's stream to a function. */
export type StreamMapping = {
  /** Names the mapping in the state, over restarts. */
  readonly key: string;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly tableName: string;
  /** Records that match none of them are not delivered; without any, all are. */
  readonly filters: readonly Pattern[];
  readonly batchSize: number;
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** Infinity = until the record expires. */
  readonly retryAttempts: number;
  readonly onFailureQueueArn?: string;
};

const MappingProperties = z.strictObject({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  StartingPosition: z.literal('TRIM_HORIZON'),
  Enabled: z.boolean().default(true),
  BatchSize: z.int().default(100),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.int().default(-1),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  Tags: z.unknown().optional(),
});

/**
 * The enabled mappings of the template.
 *
 * @throws Refusal for a property the local run does not know, and for missing rights of the function's role, without which
 * AWS makes no mapping
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
 */
export function streamMappingsOf(assembly: Assembly, authorize: Authorize): StreamMapping[] {
  return assembly.resources('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const where = resource.logicalId;
    const properties = knownProperties(MappingProperties, resource);
    if (!properties.Enabled) return [];

    const lambda = assembly.resource(properties.FunctionName, 'AWS::Lambda::Function');
    const table = assembly.resource(properties.EventSourceArn.split('/stream/')[0] ?? '', 'AWS::DynamoDB::Table');
    if (!lambda || !table) {
      throw new Refusal(`${where} connects what is no table and function of the template: the local run knows nothing else.`);
    }

    const onFailure = properties.DestinationConfig?.OnFailure.Destination;
    checkRole(resource, String(lambda.properties['Role']), onFailure, assembly, authorize);

    return {
      key: `${resource.stack}/${where}`,
      functionArn: lambda.arn,
      streamArn: properties.EventSourceArn,
      tableName: table.physicalId,
      filters: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern: pattern }) => readPattern(JSON.parse(pattern), where)),
      batchSize: properties.BatchSize,
      reportsItemFailures: properties.FunctionResponseTypes.length > 0,
      bisects: properties.BisectBatchOnFunctionError,
      retryAttempts: properties.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : properties.MaximumRetryAttempts,
      ...(onFailure !== undefined && { onFailureQueueArn: onFailure }),
    };
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html#events-dynamodb-permissions */
const READ_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

function checkRole(
  mapping: Resource,
  roleArn: string,
  onFailure: string | undefined,
  assembly: Assembly,
  authorize: Authorize,
): void {
  const streamArn = String(mapping.properties['EventSourceArn']);

  try {
    for (const action of READ_ACTIONS) authorize(roleArn, { action, resource: streamArn, context: {} });
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw new Refusal(`${mapping.logicalId} could not be deployed: ${cause.message}`, { cause });
  }

  if (onFailure === undefined) return;
  checkDestination(onFailure, assembly, mapping.logicalId);
  checkMaySend(roleArn, onFailure, authorize, mapping.logicalId);
}
