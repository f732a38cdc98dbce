import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AUTHENTICATOR_KEY } from '../../functions/contracts/authenticator-key.ts';
import { ENTITY_PREFIXES, type Entity, TABLE, type TableAccess, type TableAction } from '../../functions/contracts/table.ts';

const IAM_ACTIONS: Readonly<Record<TableAction, readonly string[]>> = {
  get: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  list: ['dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  update: ['dynamodb:UpdateItem'],
  delete: ['dynamodb:DeleteItem'],
  check: ['dynamodb:ConditionCheckItem'],
};

const ACTIONS = Object.keys(IAM_ACTIONS) as TableAction[];

/**
 * The statements that grant exactly `access`: one per action, over the partitions of the entities it is declared for.
 *
 * One statement must name all of an action's entities, because a BatchGetItem over several entities is allowed only
 * if a single statement covers every key of the request. `ForAllValues` is true for a request without keys, so
 * `Null: false` asks for the keys to be there, as the IAM guide advises.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function tableStatements(tableArn: string, access: TableAccess): PolicyStatement[] {
  return ACTIONS.flatMap((action) => {
    const leadingKeys = entitiesWith(access, action).map((entity) => `${ENTITY_PREFIXES[entity]}#*`);
    if (leadingKeys.length === 0) return [];

    return new PolicyStatement({
      actions: [...IAM_ACTIONS[action]],
      resources: [tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  });
}

/**
 * Lets DynamoDB, and nobody else, use the table's key in the function's name.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function tableKeyStatement(keyArn: string, region: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
  });
}

/** Lets a function compute HMACs with a key it cannot read. */
export function generateMacStatement(keyArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['kms:GenerateMac'], resources: [keyArn] });
}

/** Lets a function encrypt or decrypt secrets of authenticators, and nothing else, with a key it cannot read (C-12). */
export function authenticatorSecretStatement(keyArn: string, use: 'encrypt' | 'decrypt'): PolicyStatement {
  return new PolicyStatement({
    actions: [use === 'encrypt' ? 'kms:Encrypt' : 'kms:Decrypt'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:EncryptionContext:purpose': AUTHENTICATOR_KEY.purpose } },
  });
}

/** For leaves that authenticate a client; the subject comes with the request, and nothing but it. */
const CLIENT_CERTIFICATE_TEMPLATE = 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1';

/**
 * Lets a function issue client certificates, and fetch what was issued; no CA certificate, and none for a server.
 * https://docs.aws.amazon.com/privateca/latest/userguide/UsingTemplates.html
 */
export function issueCertificateStatements(authorityArn: string, authorityArns: readonly string[]): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['acm-pca:IssueCertificate'],
      resources: [authorityArn],
      conditions: { StringEquals: { 'acm-pca:TemplateArn': CLIENT_CERTIFICATE_TEMPLATE } },
    }),
    // What an attempt has left at an earlier CA is fetched to be revoked.
    new PolicyStatement({ actions: ['acm-pca:GetCertificate'], resources: [...authorityArns] }),
  ];
}

/** Lets a function revoke certificates of these CAs. */
export function revokeCertificateStatement(authorityArns: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: ['acm-pca:RevokeCertificate'], resources: [...authorityArns] });
}

/** Lets a function have these CAs report what they issued. The bucket's policy lets them write it. */
export function requestAuditStatement(authorityArns: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: ['acm-pca:CreateCertificateAuthorityAuditReport'], resources: [...authorityArns] });
}

/**
 * Lets a function read the reports of these CAs, and nothing else of the bucket.
 * https://docs.aws.amazon.com/privateca/latest/userguide/PcaAuditReport.html
 */
export function readAuditStatements(authorityArns: readonly string[], bucketArn: string): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['acm-pca:DescribeCertificateAuthorityAuditReport'], resources: [...authorityArns] }),
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [`${bucketArn}/audit-report/*`] }),
  ];
}

/** Lets a function read until when a CA is valid. */
export function describeAuthorityStatement(authorityArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['acm-pca:DescribeCertificateAuthority'], resources: [authorityArn] });
}

/** Lets a function write to its own log group. */
export function writeLogsStatement(logGroupArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });
}

/** Lets Lambda read the table's stream for a function. */
export function readStreamStatement(streamArn: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    resources: [streamArn],
  });
}

/** Lets a function find what waits to be published or sent: the index holds nothing else, so it needs no condition on keys. */
export function queryWaitingStatement(tableArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${tableArn}/index/${TABLE.waitingIndex.name}`] });
}

/** Lets a function start executions of one state machine. */
export function startExecutionStatement(stateMachineArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn] });
}

/** Lets a state machine or a schedule invoke one function. */
export function invokeFunctionStatement(functionArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] });
}

/**
 * Lets Step Functions deliver a state machine's log: these actions know no resources.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
 */
export function deliverLogsStatement(): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    resources: ['*'],
  });
}

/** Lets a function send traces, which know no resources. https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
export function sendTracesStatement(): PolicyStatement {
  return new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] });
}

/** Lets Step Functions sample and send traces. https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html */
export function sampleTracesStatement(): PolicyStatement {
  return new PolicyStatement({
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    resources: ['*'],
  });
}

/** Lets a function put events on the bus. */
export function putEventsStatement(busArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['events:PutEvents'], resources: [busArn] });
}

/** Lets a function send mail from one address only. */
export function sendEmailStatement(mail: { identityArn: string; configurationSetArn: string; from: string }): PolicyStatement {
  return new PolicyStatement({
    actions: ['ses:SendEmail'],
    resources: [mail.identityArn, mail.configurationSetArn],
    conditions: { StringEquals: { 'ses:FromAddress': mail.from } },
  });
}

/**
 * Lets a function read and write one object. Only who may list a bucket is told that an object is not there.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function publishObjectStatements(bucketArn: string, key: string): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObject'], resources: [`${bucketArn}/${key}`] }),
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucketArn] }),
  ];
}

function entitiesWith(access: TableAccess, action: TableAction): Entity[] {
  const entities = Object.keys(access) as Entity[];

  return entities.filter((entity) => access[entity]?.includes(action));
}
