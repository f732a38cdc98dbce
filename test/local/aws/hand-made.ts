import type { Assembly, Resource } from '../../../local/template/assembly.ts';

export const REGION = 'ap-northeast-1';
export const ACCOUNT = '000000000000';

/** An assembly of resources made by hand, as the template loader would answer them. */
export function assemblyOf(...resources: readonly Resource[]): Assembly {
  return {
    region: REGION,
    accountId: ACCOUNT,
    resources: (type) => resources.filter((resource) => resource.type === type),
    resourcesWhere: (isWanted) => resources.filter(({ type }) => isWanted(type)),
    resource: (name, type) =>
      resources.find(
        (resource) => (resource.arn === name || resource.physicalId === name) && (type === undefined || resource.type === type),
      ),
    assetPath: () => {
      throw new Error('A resource made by hand has no code');
    },
  };
}

export function resource(type: string, physicalId: string, arn: string, properties: Record<string, unknown> = {}): Resource {
  return { stack: 'hand-made', logicalId: physicalId.replaceAll(/\W/g, ''), type, physicalId, arn, properties };
}

export type PolicyStatement = Readonly<Record<string, unknown>>;

export function allow(actions: string | string[], resources: string | string[], condition?: unknown): PolicyStatement {
  return { Effect: 'Allow', Action: actions, Resource: resources, ...(condition !== undefined && { Condition: condition }) };
}

/** A role with one inline policy. */
export function role(name: string, ...statements: readonly PolicyStatement[]): Resource {
  return resource('AWS::IAM::Role', name, `arn:aws:iam::${ACCOUNT}:role/${name}`, {
    Policies: [{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  });
}

export const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/things`;

/** A table like the product's: PK and SK, a sparse index, time to live and a stream. */
export function table(properties: Record<string, unknown> = {}): Resource {
  return resource('AWS::DynamoDB::Table', 'things', TABLE_ARN, {
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: definitions('PK', 'SK', 'openShard'),
    GlobalSecondaryIndexes: [
      { IndexName: 'open', KeySchema: [{ AttributeName: 'openShard', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } },
    ],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    ...properties,
  });
}

export function definitions(...names: string[]): unknown[] {
  return names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
}

/** A policy document of a key as CDK writes it: the account decides through IAM. */
export const ACCOUNT_KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
};
