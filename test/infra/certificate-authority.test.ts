import { beforeAll, describe, expect, it } from 'vitest';
import { functionNamed, grantsOf, statementsOf } from './support/policies.ts';
import { only, type Resource, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

const STACK = 'business-id-certificate-authority';

/** Two generations, the newer of which issues: what a deployment that adds one looks like. */
const TWO = {
  generations: [
    { name: 'ca-1', validYears: 10 },
    { name: 'ca-2', validYears: 12 },
  ],
  issuing: 'ca-2',
};

let before: Synthesized;
let deployment: Synthesized;

beforeAll(() => {
  before = synthesized();
  deployment = synthesized({ certificateAuthorities: TWO });
});

const inStack = (type: string, of = deployment) => of.all(type).filter(({ stack }) => stack === STACK);
const propertiesOf = ({ definition }: Resource) => definition['Properties'];
const named = (type: string, part: string, of = deployment) =>
  only(
    inStack(type, of).filter(({ id }) => id.startsWith(part)),
    `${part} (${type})`,
  );
const policyOf = ({ id }: Resource) =>
  only(
    inStack('AWS::S3::BucketPolicy').filter((one) => refersTo(propertiesOf(one).Bucket, id)),
    `policy of ${id}`,
  );
const truststore = (of = deployment) => named('Custom::Truststore', 'Truststore', of);
/** What other stacks may import: values, as JSON, by their names. */
const exportsOf = (of: Synthesized) =>
  new Map(
    Object.values(of.template(STACK).toJSON()['Outputs'] as Record<string, { Value: unknown; Export?: { Name: string } }>)
      .filter(({ Export }) => Export !== undefined)
      .map(({ Value, Export }) => [Export?.Name, JSON.stringify(Value)]),
  );

describe('the CAs', () => {
  it('have one root each, valid for the years of the settings, and activated with it', () => {
    const authorities = inStack('AWS::ACMPCA::CertificateAuthority');
    expect(authorities).toHaveLength(2);

    for (const [index, { id, definition }] of authorities.entries()) {
      const certificate = only(
        inStack('AWS::ACMPCA::Certificate').filter((one) => refersTo(propertiesOf(one).CertificateAuthorityArn, id)),
        `certificate of ${id}`,
      );
      const activation = only(
        inStack('AWS::ACMPCA::CertificateAuthorityActivation').filter((one) =>
          refersTo(propertiesOf(one).CertificateAuthorityArn, id),
        ),
        `activation of ${id}`,
      );

      expect(definition['Properties']).toMatchObject({
        Type: 'ROOT',
        UsageMode: 'GENERAL_PURPOSE',
        Subject: { CommonName: `business-id client certificates ${TWO.generations[index]?.name}` },
      });
      expect(propertiesOf(certificate)).toMatchObject({
        TemplateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1',
        Validity: { Type: 'YEARS', Value: TWO.generations[index]?.validYears },
        CertificateSigningRequest: { 'Fn::GetAtt': [id, 'CertificateSigningRequest'] },
      });
      expect(propertiesOf(activation)).toMatchObject({
        Status: 'ACTIVE',
        Certificate: { 'Fn::GetAtt': [certificate.id, 'Certificate'] },
      });
    }
  });

  it('stay when their stack goes, but in a trial', () => {
    const trial = synthesized({ removal: 'destroy' });
    const policies = (of: Synthesized) =>
      ['CertificateAuthority', 'Certificate', 'CertificateAuthorityActivation'].flatMap((type) =>
        inStack(`AWS::ACMPCA::${type}`, of).map(({ definition }) => definition['DeletionPolicy']),
      );

    expect(new Set(policies(deployment))).toEqual(new Set(['RetainExceptOnCreate']));
    expect(new Set(policies(trial))).toEqual(new Set(['Delete']));
  });

  it.each(['Crls', 'Audits'])('may write to the private bucket %s, for this account', (name) => {
    const policy = policyOf(named('AWS::S3::Bucket', name));

    expect(statementsOf(propertiesOf(policy).PolicyDocument)).toContainEqual({
      effect: 'Allow',
      actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:PutObject', 's3:PutObjectAcl'],
      resources: expect.anything(),
      condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  it('write their CRLs to a bucket that lets them when they are made', () => {
    const crls = named('AWS::S3::Bucket', 'Crls');
    const policy = policyOf(crls);

    for (const { definition } of inStack('AWS::ACMPCA::CertificateAuthority')) {
      expect(definition['DependsOn']).toContain(policy.id);
      expect(definition['Properties'].RevocationConfiguration.CrlConfiguration).toEqual({
        Enabled: true,
        ExpirationInDays: 7,
        S3BucketName: { Ref: crls.id },
        S3ObjectAcl: 'BUCKET_OWNER_FULL_CONTROL',
      });
    }
  });

  it('leave reports for audits that are gone after a month', () => {
    expect(propertiesOf(named('AWS::S3::Bucket', 'Audits')).LifecycleConfiguration.Rules).toEqual([
      { ExpirationInDays: 30, Status: 'Enabled' },
    ]);
  });
});

it('the address of the CRL of each CA is an output', () => {
  const outputs = Object.values(deployment.template(STACK).findOutputs('*')).map(({ Value }) => JSON.stringify(Value));

  for (const { id } of inStack('AWS::ACMPCA::CertificateAuthority')) {
    const urls = outputs.filter((value) => value.includes('"/crl/"') && value.includes(`"Fn::GetAtt":["${id}","Arn"]`));
    expect(urls, id).toHaveLength(1);
  }
});

describe('the truststore', () => {
  it('holds every generation, not only the one that issues', () => {
    const certificates = inStack('AWS::ACMPCA::Certificate').map(({ id }) => ({ 'Fn::GetAtt': [id, 'Certificate'] }));

    expect(certificates).toHaveLength(2);
    expect(propertiesOf(truststore()).Certificates).toEqual(certificates);
  });

  it('is written by a function that may write this one object only, and read it', () => {
    const publish = functionNamed(deployment, 'business-id-publish-truststore');
    const bucket = { 'Fn::GetAtt': [named('AWS::S3::Bucket', 'Truststore').id, 'Arn'] };
    const grants = grantsOf(deployment, publish).filter(({ actions }) => !actions.join().startsWith('logs:'));

    expect(propertiesOf(truststore()).ServiceToken).toEqual({ 'Fn::GetAtt': [publish.id, 'Arn'] });
    expect(grants.map(({ actions, resources, condition }) => ({ actions, resources, condition }))).toEqual([
      {
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [{ 'Fn::Join': ['', [bucket, '/truststore.pem']] }],
        condition: {},
      },
      { actions: ['s3:ListBucket'], resources: [bucket], condition: {} },
    ]);
  });

  it('is written only when its function has these grants, and no deployment waits an hour for it', () => {
    const policies = inStack('AWS::IAM::Policy').map(({ id }) => id);
    const ofFunction = only(
      policies.filter((id) => id.startsWith('TruststorePublish')),
      'policy',
    );

    expect(truststore().definition['DependsOn']).toContain(ofFunction);
    expect(Number(propertiesOf(truststore()).ServiceTimeout)).toBeLessThanOrEqual(600);
  });

  it('keeps every version, so that the version a host is pinned to stays', () => {
    expect(propertiesOf(named('AWS::S3::Bucket', 'Truststore')).VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });
});

describe('a new CA is trusted before it issues, in one deployment as well', () => {
  it('the host is pinned to the version that holds the new CA, in the stack that makes the CA', () => {
    const host = named('AWS::ApiGateway::DomainName', 'ClientCertificateHost');

    expect(propertiesOf(host).MutualTlsAuthentication.TruststoreVersion).toEqual({
      'Fn::GetAtt': [truststore().id, 'Version'],
    });
    expect(refersTo(propertiesOf(truststore()).Certificates, named('AWS::ACMPCA::Certificate', 'ca2').id)).toBe(true);
  });

  it('no other stack imports what a new generation changes, which CloudFormation would refuse', () => {
    const after = exportsOf(deployment);

    for (const [name, value] of exportsOf(before)) expect(after.get(name), name).toBe(value);
    expect([...after.values()].filter((value) => value.includes(truststore().id))).toEqual([]);
  });

  it('the ARN of every generation stays exported, whichever issues, so that functions can move from one to the next', () => {
    const exported = [...exportsOf(deployment).values()];

    for (const { id } of inStack('AWS::ACMPCA::CertificateAuthority')) {
      expect(exported).toContain(JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] }));
    }
  });
});

describe('every bucket of the stack', () => {
  it('is private, encrypted, for TLS only, and stays when its stack goes', () => {
    const buckets = inStack('AWS::S3::Bucket');
    expect(buckets).toHaveLength(4);

    for (const bucket of buckets) {
      const { definition } = bucket;
      const policy = policyOf(bucket);

      expect(definition).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: {
          BucketEncryption: expect.anything(),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      });
      expect(statementsOf(propertiesOf(policy).PolicyDocument)).toContainEqual(
        expect.objectContaining({
          effect: 'Deny',
          actions: ['s3:*'],
          condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  it('has its access logged, for as long as log groups keep their entries', () => {
    const logs = named('AWS::S3::Bucket', 'AccessLogs');
    const others = inStack('AWS::S3::Bucket').filter(({ id }) => id !== logs.id);

    for (const one of others) expect(propertiesOf(one).LoggingConfiguration.DestinationBucketName).toEqual({ Ref: logs.id });
    expect(propertiesOf(logs).LifecycleConfiguration.Rules).toEqual([{ ExpirationInDays: 365, Status: 'Enabled' }]);
  });
});
