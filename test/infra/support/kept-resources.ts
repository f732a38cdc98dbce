import type { DeploymentSettingsInput } from '../../../infra/settings-schema.ts';

/** A resource that CloudFormation must never replace, with the properties whose change would make it. */
export type Kept = {
  readonly type: string;
  readonly stack: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** A new generation gets a line; one that has left the settings loses its own. */
const AUTHORITIES: Readonly<Record<string, string>> = {
  'ca-1': 'ca1Authority568F3B37',
  first: 'firstAuthorityE520B11E',
  second: 'secondAuthority31AE6236',
};

const HMAC = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
const SYMMETRIC = { KeySpec: undefined, KeyUsage: undefined };
const UNNAMED = { BucketName: undefined };

/**
 * What a deployment must still find in the templates, whatever is renamed or moved around it: data, keys, CAs, executions that
 * wait for months, and what other stacks import. It is reviewed line by line. Nothing is to be changed here but with a plan for
 * how the live resource moves; what is new is added.
 */
export function keptResources({ name, domains, mail, certificateAuthorities }: DeploymentSettingsInput): readonly Kept[] {
  const kept = (type: string, stack: string, id: string, properties: Kept['properties']): Kept => ({
    type: `AWS::${type}`,
    stack: `${name}-${stack}`,
    id,
    properties,
  });
  const machine = (id: string, suffix: string) =>
    kept('StepFunctions::StateMachine', 'workflows', id, { StateMachineName: `${name}-${suffix}` });

  return [
    kept('DynamoDB::Table', 'data', 'TableCD117FA1', {
      TableName: undefined,
      KeySchema: [
        { AttributeName: 'PK', KeyType: 'HASH' },
        { AttributeName: 'SK', KeyType: 'RANGE' },
      ],
    }),
    kept('KMS::Key', 'data', 'TableKeyF581D96F', SYMMETRIC),
    kept('KMS::Key', 'data', 'AuthenticatorKey49DCC8BD', SYMMETRIC),
    kept('KMS::Key', 'data', 'TemporaryPasswordKeyE5A2BD56', HMAC),
    kept('KMS::Key', 'data', 'MailTokenKey08728411', HMAC),
    kept('KMS::Key', 'data', 'ResetCodeKey81631E6E', HMAC),
    kept('KMS::Key', 'data', 'OrderTokenKey5A515518', HMAC),
    kept('KMS::Key', 'data', 'FingerprintKey750E39FE', HMAC),
    kept('KMS::Key', 'data', 'LoginIdKeyFDF7EC93', HMAC),
    kept('KMS::Key', 'data', 'CursorKey255E8F8A', HMAC),

    ...certificateAuthorities.generations.map((generation) =>
      kept('ACMPCA::CertificateAuthority', 'certificate-authority', AUTHORITIES[generation.name] ?? generation.name, {
        Type: 'ROOT',
        KeyAlgorithm: 'RSA_2048',
        SigningAlgorithm: 'SHA256WITHRSA',
        Subject: { CommonName: `${name} client certificates ${generation.name}` },
      }),
    ),
    kept('S3::Bucket', 'certificate-authority', 'AccessLogs8B620ECA', UNNAMED),
    kept('S3::Bucket', 'certificate-authority', 'Crls900C7ECA', UNNAMED),
    kept('S3::Bucket', 'certificate-authority', 'Audits5C849768', UNNAMED),
    kept('S3::Bucket', 'certificate-authority', 'TruststoreBucket8C7DC0F0', UNNAMED),
    kept('ApiGateway::DomainName', 'certificate-authority', 'ClientCertificateHostDomainA88BB95F', {
      DomainName: domains.clientCertificates,
    }),
    kept('ApiGateway::DomainName', 'api', 'HostDomain22AB6260', { DomainName: domains.api }),

    kept('SES::EmailIdentity', 'mail', 'Identity2D60E2CC', { EmailIdentity: mail.domain }),
    kept('SES::ConfigurationSet', 'mail', 'ConfigurationSet3DD38186', { Name: undefined }),
    kept('Events::EventBus', 'events', 'BusEA82B648', { Name: name }),
    kept('SNS::Topic', 'alarms', 'Alarms04B5A0BF', { TopicName: undefined }),

    machine('PurgeWorkflowStateMachine921AA811', 'purge'),
    machine('SubscriptionPurgeWorkflowStateMachineECB15C3E', 'subscription-purge'),
    machine('TenantErasureWorkflowStateMachine18D141E3', 'tenant-erasure'),
    machine('ResetExpiryWorkflowStateMachineADDC6974', 'reset-expiry'),
    machine('OrderExpiryWorkflowStateMachineD27B35F4', 'order-expiry'),
    machine('RevocationWorkflowStateMachine503BD629', 'revocation'),
    machine('RenewalRemindersWorkflowStateMachine9A33F962', 'renewal-reminders'),
    machine('CertificateAuditWorkflowStateMachine9B3EA70C', 'certificate-audit'),
  ];
}
