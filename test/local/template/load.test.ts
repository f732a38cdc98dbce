import { describe, expect, it } from 'vitest';
import { loadAssembly } from '../../../local/template/load.ts';
import type { TemplateResource } from '../../../local/template/stack.ts';
import { functionResources, temporaryFolder, writeAssembly } from '../fixtures/cloud-assembly.ts';

function load(resources: Record<string, TemplateResource>) {
  return loadAssembly(writeAssembly({ app: { Resources: resources } }));
}

describe('a cloud assembly', () => {
  it('resolves what one stack imports from another', () => {
    const assembly = loadAssembly(
      writeAssembly({
        reader: {
          Resources: {
            Permission: { Type: 'AWS::Lambda::Permission', Properties: { SourceArn: { 'Fn::ImportValue': 'data:TableArn' } } },
          },
        },
        data: {
          Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'business-id' } } },
          Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: 'data:TableArn' } } },
        },
      }),
    );

    expect(assembly.resources('AWS::Lambda::Permission')[0]?.properties).toEqual({
      SourceArn: 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/business-id',
    });
  });

  it('names the importing resource when nothing exports what it imports', () => {
    const [rule] = load({
      Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'r', Target: { 'Fn::ImportValue': 'gone' } } },
    }).resources('AWS::Events::Rule');

    expect(() => rule?.properties).toThrow('app/Rule: no stack exports gone');
  });

  it('stands in the region the stacks are made for', () => {
    const folder = writeAssembly(
      { app: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } } } },
      { region: 'eu-west-1' },
    );

    expect(loadAssembly(folder).resources('AWS::SQS::Queue')[0]?.arn).toBe('arn:aws:sqs:eu-west-1:000000000000:q');
  });

  it('leaves out a resource whose condition does not hold', () => {
    const assembly = loadAssembly(
      writeAssembly({
        app: {
          Conditions: { Never: { 'Fn::Equals': ['a', 'b'] }, Always: { 'Fn::Not': [{ Condition: 'Never' }] } },
          Resources: {
            Gone: { Type: 'AWS::SQS::Queue', Condition: 'Never' },
            Kept: { Type: 'AWS::SQS::Queue', Condition: 'Always' },
          },
        },
      }),
    );

    expect(assembly.resources('AWS::SQS::Queue').map(({ logicalId }) => logicalId)).toEqual(['Kept']);
  });

  it('finds a resource by ARN and by physical ID, and by its type among resources of one name', () => {
    const assembly = load({
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'same' } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'same' } },
    });

    expect(assembly.resource('arn:aws:sqs:ap-northeast-1:000000000000:same')?.logicalId).toBe('Queue');
    expect(assembly.resource('same', 'AWS::SQS::Queue')?.logicalId).toBe('Queue');
    expect(assembly.resource('other')).toBeUndefined();
  });

  it('leads from a function to the folder with its code', () => {
    const folder = writeAssembly(
      { app: { Resources: functionResources('hello') } },
      { assets: { hello: 'export const handler = 1' } },
    );
    const assembly = loadAssembly(folder);
    const [hello] = assembly.resources('AWS::Lambda::Function');

    expect(hello && assembly.assetPath(hello)).toBe(`${folder}/asset.hello`);
  });

  it('gives unnamed resources names that stay the same and fit the service', () => {
    const long = `${'Handler'.repeat(20)}`;
    const resources = { [long]: { Type: 'AWS::Lambda::Function', Properties: {} } };
    const [one] = load(resources).resources('AWS::Lambda::Function');
    const [other] = load(resources).resources('AWS::Lambda::Function');

    expect(one?.physicalId).toBe(other?.physicalId);
    expect(one?.physicalId).toMatch(/^app-Handler[A-Za-z]+-[0-9A-F]{12}$/);
    expect(one?.physicalId).toHaveLength(64);
  });

  it('does not resolve what nothing reads', () => {
    const assembly = load({
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'a', Threshold: { 'Fn::Unknown': [] } } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    });

    expect(assembly.resource('q')?.logicalId).toBe('Queue');
    expect(() => assembly.resources('AWS::CloudWatch::Alarm')[0]?.properties).toThrow(
      'app/Alarm: the local run does not know Fn::Unknown',
    );
  });

  it('refuses a folder that is no cloud assembly in one line', () => {
    const folder = temporaryFolder();

    expect(() => loadAssembly(folder)).toThrow(
      `${folder}/manifest.json cannot be read as part of a cloud assembly: synthesize again`,
    );
  });
});

describe('references as CloudFormation answers them', () => {
  const account = 'ap-northeast-1:000000000000';

  it.each([
    ['AWS::Lambda::Function', { FunctionName: 'f' }, 'f', `arn:aws:lambda:${account}:function:f`],
    ['AWS::IAM::Role', { RoleName: 'r' }, 'r', 'arn:aws:iam::000000000000:role/r'],
    ['AWS::IAM::Role', { RoleName: 'r', Path: '/bank/' }, 'r', 'arn:aws:iam::000000000000:role/bank/r'],
    ['AWS::DynamoDB::Table', { TableName: 't' }, 't', `arn:aws:dynamodb:${account}:table/t`],
    ['AWS::DynamoDB::GlobalTable', { TableName: 't' }, 't', `arn:aws:dynamodb:${account}:table/t`],
    ['AWS::Events::EventBus', { Name: 'b' }, 'b', `arn:aws:events:${account}:event-bus/b`],
    ['AWS::Events::Rule', { Name: 'r' }, 'r', `arn:aws:events:${account}:rule/r`],
    ['AWS::Events::Rule', { Name: 'r', EventBusName: 'b' }, 'b|r', `arn:aws:events:${account}:rule/b/r`],
    ['AWS::Scheduler::Schedule', { Name: 's' }, 's', `arn:aws:scheduler:${account}:schedule/default/s`],
    ['AWS::Scheduler::Schedule', { Name: 's', GroupName: 'g' }, 's', `arn:aws:scheduler:${account}:schedule/g/s`],
    [
      'AWS::SQS::Queue',
      { QueueName: 'q' },
      'https://sqs.ap-northeast-1.amazonaws.com/000000000000/q',
      `arn:aws:sqs:${account}:q`,
    ],
    ['AWS::SNS::Topic', { TopicName: 't' }, `arn:aws:sns:${account}:t`, `arn:aws:sns:${account}:t`],
    [
      'AWS::SES::EmailIdentity',
      { EmailIdentity: 'bank.example' },
      'bank.example',
      `arn:aws:ses:${account}:identity/bank.example`,
    ],
    ['AWS::SES::ConfigurationSet', { Name: 'c' }, 'c', `arn:aws:ses:${account}:configuration-set/c`],
    ['AWS::S3::Bucket', { BucketName: 'b' }, 'b', 'arn:aws:s3:::b'],
    [
      'AWS::StepFunctions::StateMachine',
      { StateMachineName: 'm' },
      `arn:aws:states:${account}:stateMachine:m`,
      `arn:aws:states:${account}:stateMachine:m`,
    ],
    [
      'AWS::Logs::LogGroup',
      { LogGroupName: '/aws/lambda/f' },
      '/aws/lambda/f',
      `arn:aws:logs:${account}:log-group:/aws/lambda/f:*`,
    ],
    [
      'AWS::Made::Up',
      {},
      expect.stringMatching(/^app-Thing-/),
      expect.stringMatching(/^arn:aws:made:ap-northeast-1:000000000000:up\/app-Thing-/),
    ],
  ])('%s %j', (type, properties, reference, arn) => {
    const assembly = load({
      Thing: { Type: type, Properties: properties },
      Asking: { Type: 'AWS::Test::Asking', Properties: { reference: { Ref: 'Thing' }, arn: { 'Fn::GetAtt': ['Thing', 'Arn'] } } },
    });

    expect(assembly.resources('AWS::Test::Asking')[0]?.properties).toEqual({ reference, arn });
  });

  it.each([
    ['a key by its ID', 'AWS::KMS::Key', 'KeyId', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
    ['an API by its ID', 'AWS::ApiGateway::RestApi', 'RestApiId', /^[a-z0-9]{10}$/],
    ['the stream of a table', 'AWS::DynamoDB::Table', 'StreamArn', /:table\/app-Thing-[0-9A-F]{12}\/stream\/\d{4}-\d\d-\d\dT/],
    [
      'a queue by its URL',
      'AWS::SQS::Queue',
      'QueueUrl',
      /^https:\/\/sqs\.ap-northeast-1\.amazonaws\.com\/000000000000\/app-Thing-/,
    ],
  ])('%s', (_, type, attribute, form) => {
    const assembly = load({
      Thing: { Type: type },
      Asking: { Type: 'AWS::Test::Asking', Properties: { value: { 'Fn::GetAtt': ['Thing', attribute] } } },
    });

    expect(assembly.resources('AWS::Test::Asking')[0]?.properties['value']).toMatch(form);
  });

  it('refuses an attribute it does not know, naming the resource that asks', () => {
    const assembly = load({
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b' } },
      Asking: { Type: 'AWS::Test::Asking', Properties: { value: { 'Fn::GetAtt': ['Bus', 'Policy'] } } },
    });

    expect(() => assembly.resources('AWS::Test::Asking')[0]?.properties).toThrow(
      'app/Asking: the local run does not know the attribute Policy of AWS::Events::EventBus',
    );
  });
});
