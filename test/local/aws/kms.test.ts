import { GenerateMacCommand, KMSClient, VerifyMacCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCOUNT_KEY_POLICY, allow, assemblyOf, resource, role } from './hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from './local-aws.ts';

const arnOf = (id: string): string => `arn:aws:kms:ap-northeast-1:000000000000:key/${id}`;
const hmacKey = (id: string, properties: object = {}) =>
  resource('AWS::KMS::Key', id, arnOf(id), {
    KeySpec: 'HMAC_256',
    KeyUsage: 'GENERATE_VERIFY_MAC',
    KeyPolicy: ACCOUNT_KEY_POLICY,
    ...properties,
  });

const assembly = assemblyOf(
  hmacKey('secrets'),
  hmacKey('others'),
  hmacKey('own-rules', { KeyPolicy: { Version: '2012-10-17', Statement: [] } }),
  resource('AWS::KMS::Key', 'encryption', arnOf('encryption'), { KeyPolicy: ACCOUNT_KEY_POLICY }),
  resource('AWS::KMS::Alias', 'alias/secrets', 'arn:aws:kms:ap-northeast-1:000000000000:alias/secrets', {
    TargetKeyId: 'secrets',
  }),
  role('deriver', allow(['kms:GenerateMac', 'kms:VerifyMac'], ['secrets', 'own-rules', 'encryption'].map(arnOf))),
);

let local: LocalAws;
const client = (): KMSClient => new KMSClient(local.as('deriver'));
const Message = Buffer.from('purpose|cause|user');
const generate = (KeyId: string) => new GenerateMacCommand({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' });

beforeAll(async () => {
  local = await startLocalAws(assembly);
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
it('GenerateMac answers the same 32 bytes for the same message, whichever way the key is named, also after a restart', async () => {
  const { Mac, KeyId } = await client().send(generate('secrets'));

  expect(Mac).toHaveLength(32);
  expect(KeyId).toBe(arnOf('secrets'));
  expect((await client().send(generate('alias/secrets'))).Mac).toEqual(Mac);

  await local.stop();
  local = await startLocalAws(assembly, { dataDir: local.dataDir });

  expect((await client().send(generate(arnOf('secrets')))).Mac).toEqual(Mac);
});

// https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
it('VerifyMac accepts the MAC of the message and no other', async () => {
  const { Mac } = await client().send(generate('secrets'));
  const verify = (message: Buffer) =>
    new VerifyMacCommand({ KeyId: 'secrets', Message: message, MacAlgorithm: 'HMAC_SHA_256', Mac });

  expect(await client().send(verify(Message))).toMatchObject({ MacValid: true });
  await expect(client().send(verify(Buffer.from('another')))).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
});

it.each([
  ['others', 'AccessDeniedException'],
  ['unknown', 'NotFoundException'],
  ['encryption', 'InvalidKeyUsageException'],
  ['own-rules', 'NotEmulatedByLocalRun'],
])('the key %s is refused with %s', async (keyId, name) => {
  await expect(client().send(generate(keyId))).rejects.toMatchObject({ name });
});
