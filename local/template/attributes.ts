import { busName } from './identity.ts';
import { generatedId } from './names.ts';

/** What `Ref` and `Fn::GetAtt` are asked about. */
export type Referred = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

type Region = { readonly region: string; readonly accountId: string };

/**
 * Answers attributes that are only known once something has run, such as a custom resource's, and `Ref` as one of them.
 * Undefined leaves it to the template. Throws, saying what is missing, for an attribute of its own that is not known yet.
 */
export type AttributeSource = (resource: Referred, attribute: string) => unknown;

type Reader = (resource: Referred, account: Region) => unknown;

const physicalId: Reader = (resource) => resource.physicalId;
const arn: Reader = (resource) => resource.arn;

const queueUrl: Reader = (resource, { region, accountId }) =>
  `https://sqs.${region}.amazonaws.com/${accountId}/${resource.physicalId}`;

/** Types whose `Ref` is not their physical ID. */
const REFERENCES: Readonly<Record<string, Reader>> = {
  'AWS::SQS::Queue': queueUrl,
  'AWS::SNS::Topic': arn,
  'AWS::IAM::ManagedPolicy': arn,
  'AWS::StepFunctions::StateMachine': arn,
  'AWS::ACMPCA::CertificateAuthority': arn,
  'AWS::ACMPCA::Certificate': arn,
  'AWS::ACMPCA::CertificateAuthorityActivation': arn,
  'AWS::Events::Rule': ({ physicalId: name, properties }) => {
    const bus = busName(typeof properties['EventBusName'] === 'string' ? properties['EventBusName'] : undefined);
    return bus === 'default' ? name : `${bus}|${name}`;
  },
};

const tableAttributes: Readonly<Record<string, Reader>> = {
  // The label is the time of the stream's creation; a fixed one keeps every reference to it stable.
  StreamArn: (resource) => `${resource.arn}/stream/2026-01-01T00:00:00.000`,
};

/** Attributes other than `Arn`, which every type answers. */
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  'AWS::DynamoDB::Table': tableAttributes,
  'AWS::DynamoDB::GlobalTable': tableAttributes,
  'AWS::KMS::Key': { KeyId: physicalId },
  'AWS::Events::EventBus': { Name: physicalId },
  'AWS::SQS::Queue': { QueueName: physicalId, QueueUrl: queueUrl },
  'AWS::SNS::Topic': { TopicName: physicalId, TopicArn: arn },
  'AWS::IAM::Role': { RoleId: (resource) => `AROA${generatedId(resource, 17).toUpperCase()}` },
  'AWS::ApiGateway::RestApi': {
    RestApiId: physicalId,
    RootResourceId: (resource) => generatedId({ stack: resource.stack, logicalId: `${resource.logicalId}/root` }, 10),
  },
  'AWS::ApiGateway::Resource': { ResourceId: physicalId },
  'AWS::ApiGateway::Deployment': { DeploymentId: physicalId },
  'AWS::S3::Bucket': {
    DomainName: (resource) => `${resource.physicalId}.s3.amazonaws.com`,
    RegionalDomainName: (resource, { region }) => `${resource.physicalId}.s3.${region}.amazonaws.com`,
  },
  'AWS::StepFunctions::StateMachine': { Name: physicalId },
  // The group's ARN ends in `:*`, which covers its streams.
  'AWS::Logs::LogGroup': { Arn: (resource) => `${resource.arn}:*` },
};

/** What `Ref` answers for a resource. */
export function referenceTo(resource: Referred, account: Region): unknown {
  return (REFERENCES[resource.type] ?? physicalId)(resource, account);
}

/**
 * What `Fn::GetAtt` answers for a resource.
 *
 * @throws for an attribute the local run does not know
 */
export function attributeOf(resource: Referred, attribute: string, account: Region): unknown {
  const read = ATTRIBUTES[resource.type]?.[attribute] ?? (attribute === 'Arn' ? arn : undefined);

  if (!read) throw new Error(`the local run does not know the attribute ${attribute} of ${resource.type}`);

  return read(resource, account);
}
