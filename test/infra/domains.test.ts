import { beforeAll, describe, expect, it } from 'vitest';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

const API = 'api.business-id.example.co.jp';
const CLIENT_CERTIFICATES = 'cert.business-id.example.co.jp';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const domain = (host: string) =>
  only(
    deployment.all('AWS::ApiGateway::DomainName').filter(({ definition }) => definition['Properties'].DomainName === host),
    host,
  );
const apiNamed = (name: string) =>
  only(
    deployment.all('AWS::ApiGateway::RestApi').filter(({ definition }) => definition['Properties'].Name === name),
    name,
  );

describe('the hosts of the settings', () => {
  it('are regional, take TLS 1.2 and later, and show a certificate that the hosted zone proves', () => {
    for (const host of [API, CLIENT_CERTIFICATES]) {
      const { stack, definition } = domain(host);
      const { Ref } = definition['Properties'].RegionalCertificateArn;
      const certificate = deployment
        .all('AWS::CertificateManager::Certificate')
        .find((one) => one.stack === stack && one.id === Ref);

      expect(definition['Properties']).toMatchObject({
        EndpointConfiguration: { Types: ['REGIONAL'] },
        SecurityPolicy: 'TLS_1_2',
      });
      expect(certificate?.definition['Properties']).toMatchObject({
        DomainName: host,
        ValidationMethod: 'DNS',
        DomainValidationOptions: [{ DomainName: host, HostedZoneId: 'Z0000000EXAMPLE' }],
      });
    }
  });

  it('have an alias record in the hosted zone', () => {
    for (const host of [API, CLIENT_CERTIFICATES]) {
      const { stack, id } = domain(host);
      const record = only(
        deployment.all('AWS::Route53::RecordSet').filter(({ definition }) => definition['Properties'].Name === `${host}.`),
        `record of ${host}`,
      );

      expect(record.stack).toBe(stack);
      expect(record.definition['Properties']).toMatchObject({ Type: 'A', HostedZoneId: 'Z0000000EXAMPLE' });
      expect(refersTo(record.definition['Properties'].AliasTarget, id)).toBe(true);
    }
  });

  it('S-4 both lead to the public API, and one of them asks for client certificates', () => {
    const stage = only(
      deployment
        .all('AWS::ApiGateway::Stage')
        .filter(({ definition }) => refersTo(definition['Properties'].RestApiId, apiNamed('business-id-public').id)),
      'stage',
    );
    const mappings = deployment.all('AWS::ApiGateway::BasePathMapping').map(({ definition }) => definition['Properties']);

    expect(mappings).toHaveLength(2);
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({ RestApiId: { Ref: apiNamed('business-id-public').id }, Stage: { Ref: stage.id } });
      expect(mapping).not.toHaveProperty('BasePath');
    }
    expect(mappings.map(({ DomainName }) => DomainName)).toEqual([
      { Ref: domain(API).id },
      { 'Fn::ImportValue': expect.stringContaining(domain(CLIENT_CERTIFICATES).id) },
    ]);
    expect(domain(API).definition['Properties']).not.toHaveProperty('MutualTlsAuthentication');
    expect(domain(CLIENT_CERTIFICATES).definition['Properties']).toHaveProperty('MutualTlsAuthentication');
  });
});

it('nobody gets around the hosts: API Gateway answers for the public API under no name of its own', () => {
  expect(apiNamed('business-id-public').definition['Properties'].DisableExecuteApiEndpoint).toBe(true);
  expect(apiNamed('business-id-operator').definition['Properties'].DisableExecuteApiEndpoint).toBe(false);
});

it('the outputs name the addresses that answer', () => {
  const outputs = deployment.template('business-id-api').findOutputs('*');
  const values = Object.fromEntries(Object.entries(outputs).map(([name, { Value }]) => [name, Value]));

  expect(values).toEqual({
    PublicUrl: `https://${API}`,
    ClientCertificateUrl: `https://${CLIENT_CERTIFICATES}`,
    OperatorUrl: expect.objectContaining({ 'Fn::Join': expect.anything() }),
  });
});
