import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  ACMPCAClient,
  GetCertificateCommand,
  IssueCertificateCommand,
  type IssueCertificateCommandInput,
} from '@aws-sdk/client-acm-pca';
import { authorityAttributes } from '../../../local/aws/acm-pca/records.ts';
import { type AcmPca, startAcmPca } from '../../../local/aws/acm-pca/start-acm-pca.ts';
import { createCredentials } from '../../../local/aws/credentials.ts';
import { createEndpoint } from '../../../local/aws/endpoint.ts';
import { createAuthorize } from '../../../local/aws/iam/authorize.ts';
import { type LocalClock, startClock } from '../../../local/clock.ts';
import { createFaults, type Faults } from '../../../local/faults/faults.ts';
import { openState, type State } from '../../../local/state.ts';
import type { Assembly } from '../../../local/template/assembly.ts';
import { loadAssembly } from '../../../local/template/load.ts';
import type { Template } from '../../../local/template/stack.ts';
import { writeAssembly } from '../fixtures/cloud-assembly.ts';
import { ACCOUNT, allow, type PolicyStatement, REGION } from './hand-made.ts';
import { newDataDir } from './local-aws.ts';

type Resources = NonNullable<Template['Resources']>;

export const CLIENT_AUTH = 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1';
export const BUCKET = 'revocations';
export const CRL = {
  Enabled: true,
  ExpirationInDays: 7,
  S3BucketName: { Ref: 'Bucket' },
  S3ObjectAcl: 'BUCKET_OWNER_FULL_CONTROL',
};

/** A root CA of ten years with its certificate, activated, as the stacks declare it. */
export function rootAuthority(id: string, properties: Record<string, unknown> = {}): Resources {
  const rsa = { KeyAlgorithm: 'RSA_2048', SigningAlgorithm: 'SHA256WITHRSA' };
  const authority = { Type: 'ROOT', ...rsa, Subject: { CommonName: `${id} root` }, UsageMode: 'GENERAL_PURPOSE', ...properties };
  const arn = { 'Fn::GetAtt': [id, 'Arn'] };

  return {
    [id]: { Type: 'AWS::ACMPCA::CertificateAuthority', Properties: authority },
    [`${id}Certificate`]: {
      Type: 'AWS::ACMPCA::Certificate',
      Properties: {
        CertificateAuthorityArn: arn,
        CertificateSigningRequest: { 'Fn::GetAtt': [id, 'CertificateSigningRequest'] },
        SigningAlgorithm: authority.SigningAlgorithm,
        TemplateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1',
        Validity: { Type: 'YEARS', Value: 10 },
      },
    },
    [`${id}Activation`]: {
      Type: 'AWS::ACMPCA::CertificateAuthorityActivation',
      Properties: {
        CertificateAuthorityArn: arn,
        Certificate: { 'Fn::GetAtt': [`${id}Certificate`, 'Certificate'] },
        Status: 'ACTIVE',
      },
    },
  };
}

export function roleResource(name: string, ...Statement: readonly PolicyStatement[]): Resources {
  const PolicyDocument = { Version: '2012-10-17', Statement };

  return {
    [name]: { Type: 'AWS::IAM::Role', Properties: { RoleName: name, Policies: [{ PolicyName: 'Own', PolicyDocument }] } },
  };
}

export const bucketResource: Resources = { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: BUCKET } } };

export type LocalAuthorities = {
  readonly assembly: Assembly;
  readonly acmPca: AcmPca;
  readonly clock: LocalClock;
  readonly state: State;
  readonly dataDir: string;
  readonly faults: Faults;
  readonly reports: string[];
  /** What was written into buckets, by `<bucket>/<key>`. */
  readonly objects: Map<string, Buffer>;
  arnOf(logicalId: string): string;
  /** An SDK client that does not retry, as a role; as one that may do everything unless it is named. */
  client(roleName?: string): ACMPCAClient;
  stop(): Promise<void>;
};

/** The CAs of a template behind an endpoint of their own, without the rest of the local AWS. */
export async function startAuthorities(resources: Resources, dataDir = newDataDir()): Promise<LocalAuthorities> {
  const reports: string[] = [];
  const report = (line: string): number => reports.push(line);
  const template = { Resources: { ...roleResource('everything', allow('*', '*')), ...resources } };
  const state = openState(dataDir);
  const clock = startClock(state, (failure) => report(String(failure)));
  const assembly = loadAssembly(writeAssembly({ app: template }, { region: REGION, folder: dataDir }), [
    authorityAttributes(state),
  ]);
  const objects = new Map<string, Buffer>();
  const putObject = (bucket: string, key: string, body: Buffer): unknown => objects.set(`${bucket}/${key}`, body);

  const acmPca = await startAcmPca({ assembly, clock, state, putObject, report }).catch((cause) => {
    clock.close();
    state.close();
    throw cause;
  });
  const credentials = createCredentials(assembly);
  const faults = createFaults();
  const endpoint = createEndpoint({
    services: { 'acm-pca': acmPca.service },
    credentials,
    authorize: createAuthorize(assembly),
    callers: { callerOf: () => undefined },
    faults,
    onCall: () => {},
    report,
  });
  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  const { port } = endpoint.address() as AddressInfo;

  return {
    assembly,
    acmPca,
    clock,
    state,
    dataDir,
    faults,
    reports,
    objects,
    arnOf: (logicalId) => {
      const found = assembly.resources('AWS::ACMPCA::CertificateAuthority').find((one) => one.logicalId === logicalId);
      return found?.arn ?? `no CA ${logicalId}`;
    },
    client: (roleName = 'everything') =>
      new ACMPCAClient({
        endpoint: `http://127.0.0.1:${port}`,
        region: REGION,
        maxAttempts: 1,
        credentials: { ...credentials.credentialsFor(`arn:aws:iam::${ACCOUNT}:role/${roleName}`) },
      }),
    stop: async () => {
      endpoint.close();
      endpoint.closeAllConnections();
      acmPca.close();
      clock.close();
      state.close();
    },
  };
}

/** The input of IssueCertificate as functions send it, for a year. */
export function issueInput(
  CertificateAuthorityArn: string,
  Csr: Buffer,
  changes: Partial<IssueCertificateCommandInput> = {},
): IssueCertificateCommandInput {
  return {
    CertificateAuthorityArn,
    Csr,
    SigningAlgorithm: 'SHA256WITHRSA',
    TemplateArn: CLIENT_AUTH,
    Validity: { Type: 'DAYS', Value: 365 },
    ApiPassthrough: { Subject: { CommonName: '1453935789', Organization: '株式会社テスト' } },
    ...changes,
  };
}

/** Issues a certificate, and asks until it is there. */
export async function issued(
  { client }: Pick<LocalAuthorities, 'client'>,
  input: IssueCertificateCommandInput,
): Promise<{ arn: string; certificate: string; chain: string }> {
  const { CertificateArn = '' } = await client().send(new IssueCertificateCommand(input));
  const get = new GetCertificateCommand({ CertificateAuthorityArn: input.CertificateAuthorityArn, CertificateArn });
  await client()
    .send(get)
    .catch(() => undefined);
  const { Certificate = '', CertificateChain = '' } = await client().send(get);

  return { arn: CertificateArn, certificate: Certificate, chain: CertificateChain };
}

/** Runs openssl in the data folder; answers what it prints, or throws with it. */
export function openssl(dataDir: string, ...args: readonly string[]): string {
  return execFileSync('openssl', args, { cwd: dataDir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A signing request for a new key, made by openssl. */
export function signingRequest(dataDir: string, key: 'ec' | 'rsa', subject: string, ...more: readonly string[]): Buffer {
  const algorithm = key === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['rsa:2048'];
  openssl(
    dataDir,
    'req',
    '-new',
    '-newkey',
    ...algorithm,
    '-nodes',
    '-keyout',
    'k.pem',
    '-out',
    'r.pem',
    '-subj',
    subject,
    ...more,
  );

  return readFileSync(join(dataDir, 'r.pem'));
}

export function write(dataDir: string, file: string, content: string | Buffer): string {
  writeFileSync(join(dataDir, file), content);

  return file;
}
