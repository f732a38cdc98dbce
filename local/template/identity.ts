import { generatedId, generatedName, generatedUuid, type Place } from './names.ts';

/** Reads a property of the resource, resolved; undefined when the template leaves it out. */
type Property = (name: string) => string | undefined;

type Account = { readonly region: string; readonly accountId: string };

type Kind = {
  name(place: Place, property: Property): string;
  arn(name: string, account: Account, property: Property): string;
};

/** A resource named by a property, or as CloudFormation would name it. */
const named =
  (property: string, maxLength: number): Kind['name'] =>
  (place, read) =>
    read(property) ?? generatedName(place, maxLength);

/** An ARN of the usual form in the service's own region and account. */
const regional =
  (service: string, prefix = ''): Kind['arn'] =>
  (name, { region, accountId }) =>
    `arn:aws:${service}:${region}:${accountId}:${prefix}${name}`;

const iam =
  (kind: string): Kind['arn'] =>
  (name, { accountId }, read) =>
    `arn:aws:iam::${accountId}:${kind}${read('Path') ?? '/'}${name}`;

const table: Kind = { name: named('TableName', 255), arn: regional('dynamodb', 'table/') };

/** How the types the local run serves are named and addressed. */
const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::Lambda::Function': { name: named('FunctionName', 64), arn: regional('lambda', 'function:') },
  'AWS::Lambda::EventSourceMapping': { name: (place) => generatedUuid(place), arn: regional('lambda', 'event-source-mapping:') },
  'AWS::IAM::Role': { name: named('RoleName', 64), arn: iam('role') },
  'AWS::IAM::ManagedPolicy': { name: named('ManagedPolicyName', 128), arn: iam('policy') },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::KMS::Key': { name: (place) => generatedUuid(place), arn: regional('kms', 'key/') },
  'AWS::KMS::Alias': { name: named('AliasName', 256), arn: regional('kms') },
  'AWS::ACMPCA::CertificateAuthority': {
    name: (place) => generatedUuid(place),
    arn: regional('acm-pca', 'certificate-authority/'),
  },
  'AWS::ACMPCA::Certificate': {
    name: (place) => generatedUuid(place).replaceAll('-', ''),
    arn: (id, _, read) => `${read('CertificateAuthorityArn')}/certificate/${id}`,
  },
  // Its reference is the CA's ARN.
  'AWS::ACMPCA::CertificateAuthorityActivation': {
    name: (place) => generatedUuid(place),
    arn: (_, __, read) => `${read('CertificateAuthorityArn')}`,
  },
  'AWS::Events::EventBus': { name: named('Name', 256), arn: regional('events', 'event-bus/') },
  'AWS::Events::Rule': {
    name: named('Name', 64),
    arn: (name, account, read) => {
      const bus = busName(read('EventBusName'));
      return regional('events', bus === 'default' ? 'rule/' : `rule/${bus}/`)(name, account, read);
    },
  },
  'AWS::Scheduler::Schedule': {
    name: named('Name', 64),
    arn: (name, account, read) => regional('scheduler', `schedule/${read('GroupName') ?? 'default'}/`)(name, account, read),
  },
  'AWS::Scheduler::ScheduleGroup': { name: named('Name', 64), arn: regional('scheduler', 'schedule-group/') },
  'AWS::SQS::Queue': { name: named('QueueName', 80), arn: regional('sqs') },
  'AWS::SNS::Topic': { name: named('TopicName', 256), arn: regional('sns') },
  'AWS::SES::EmailIdentity': { name: named('EmailIdentity', 255), arn: regional('ses', 'identity/') },
  'AWS::SES::ConfigurationSet': { name: named('Name', 64), arn: regional('ses', 'configuration-set/') },
  'AWS::ApiGateway::RestApi': {
    name: (place) => generatedId(place, 10),
    arn: (id, { region }) => `arn:aws:apigateway:${region}::/restapis/${id}`,
  },
  'AWS::ApiGateway::Resource': { name: (place) => generatedId(place, 6), arn: childOfRestApi('resources') },
  'AWS::ApiGateway::Deployment': { name: (place) => generatedId(place, 6), arn: childOfRestApi('deployments') },
  'AWS::ApiGateway::Stage': { name: named('StageName', 128), arn: childOfRestApi('stages') },
  'AWS::ApiGateway::DomainName': {
    name: named('DomainName', 512),
    arn: (name, { region }) => `arn:aws:apigateway:${region}::/domainnames/${name}`,
  },
  'AWS::S3::Bucket': {
    name: (place, read) => read('BucketName') ?? generatedName(place, 63).toLowerCase(),
    arn: (name) => `arn:aws:s3:::${name}`,
  },
  'AWS::StepFunctions::StateMachine': { name: named('StateMachineName', 80), arn: regional('states', 'stateMachine:') },
  'AWS::Logs::LogGroup': { name: named('LogGroupName', 512), arn: regional('logs', 'log-group:') },
  'AWS::CloudWatch::Alarm': { name: named('AlarmName', 255), arn: regional('cloudwatch', 'alarm:') },
};

/** The physical ID and the ARN of a resource, in AWS's form for the types the local run serves. */
export function identityOf(type: string, place: Place, read: Property, account: Account): { physicalId: string; arn: string } {
  const kind = KINDS[type] ?? unknownKind(type);
  const physicalId = kind.name(place, read);

  return { physicalId, arn: kind.arn(physicalId, account, read) };
}

/** The bus of a rule or a call, which may be given by name or by ARN. */
export function busName(nameOrArn: string | undefined): string {
  return nameOrArn?.split('event-bus/').at(-1) ?? 'default';
}

function childOfRestApi(children: string): Kind['arn'] {
  return (id, { region }, read) => `arn:aws:apigateway:${region}::/restapis/${read('RestApiId')}/${children}/${id}`;
}

/** Resources that nothing here serves still need a name when others mention them. */
function unknownKind(type: string): Kind {
  const [, service = 'unknown', resource = 'unknown'] = type.toLowerCase().split('::');

  return { name: (place) => generatedName(place, 128), arn: regional(service, `${resource}/`) };
}
