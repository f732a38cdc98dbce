import { beforeAll, describe, expect, it } from 'vitest';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

describe('the table', () => {
  const table = () => only(deployment.all('AWS::DynamoDB::Table'), 'table');

  it('survives: point-in-time recovery, deletion protection, kept when its stack is deleted', () => {
    expect(table().definition).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  it('is encrypted under a key of ours that is rotated and kept', () => {
    const { SSESpecification } = table().definition['Properties'];
    const keys = deployment.all('AWS::KMS::Key').filter(({ id }) => refersTo(SSESpecification.KMSMasterKeyId, id));

    expect(SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    expect(only(keys, 'table key').definition).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { EnableKeyRotation: true },
    });
  });

  it('has the keys, the time to live, the stream and the index the adapters use', () => {
    expect(table().definition['Properties']).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'PK', KeyType: 'HASH' },
        { AttributeName: 'SK', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'waiting',
          KeySchema: [
            { AttributeName: 'waitingShard', KeyType: 'HASH' },
            { AttributeName: 'retryAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });
});

it('C-12 temporary passwords, mail tokens, reset codes, order tokens, fingerprints, login IDs and cursors each have an HMAC key of their own, which is kept', () => {
  const keys = deployment.all('AWS::KMS::Key').filter(({ definition }) => definition['Properties'].KeySpec === 'HMAC_256');

  expect(keys).toHaveLength(7);
  for (const { definition } of keys) {
    expect(definition).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { KeyUsage: 'GENERATE_VERIFY_MAC' } });
  }
});

it('C-12 the secrets of authenticators are encrypted under a key of their own, which is rotated and kept', () => {
  const keys = deployment.all('AWS::KMS::Key').filter(({ id }) => id.startsWith('AuthenticatorKey'));

  expect(only(keys, 'key for authenticators').definition).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { EnableKeyRotation: true },
  });
});

it('mail leaves over TLS only, from an identity of our own', () => {
  const mail = deployment.template('business-id-mail');

  mail.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'business-id.example.co.jp' });
  mail.hasResourceProperties('AWS::SES::ConfigurationSet', { DeliveryOptions: { TlsPolicy: 'REQUIRE' } });
});
