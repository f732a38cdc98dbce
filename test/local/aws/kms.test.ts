import { DecryptCommand, EncryptCommand, GenerateMacCommand, KMSClient, VerifyMacCommand } from '@aws-sdk/client-kms';
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

const symmetricKey = (id: string, properties: object = {}) =>
  resource('AWS::KMS::Key', id, arnOf(id), { KeyPolicy: ACCOUNT_KEY_POLICY, ...properties });

const assembly = assemblyOf(
  hmacKey('secrets'),
  hmacKey('others'),
  hmacKey('own-rules', { KeyPolicy: { Version: '2012-10-17', Statement: [] } }),
  symmetricKey('encryption'),
  symmetricKey('other-encryption'),
  symmetricKey('disabled', { Enabled: false }),
  resource('AWS::KMS::Alias', 'alias/secrets', 'arn:aws:kms:ap-northeast-1:000000000000:alias/secrets', {
    TargetKeyId: 'secrets',
  }),
  role('deriver', allow(['kms:GenerateMac', 'kms:VerifyMac'], ['secrets', 'own-rules', 'encryption'].map(arnOf))),
  role('keeper', allow(['kms:Encrypt', 'kms:Decrypt'], ['encryption', 'other-encryption', 'disabled', 'secrets'].map(arnOf))),
  role(
    'bound',
    allow(['kms:Encrypt', 'kms:Decrypt'], arnOf('encryption'), { StringEquals: { 'kms:EncryptionContext:purpose': 'codes' } }),
  ),
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

const Plaintext = Buffer.from('a secret of twenty b');
const EncryptionContext = { purpose: 'codes', userId: '1453935789' };
const keeper = (name = 'keeper'): KMSClient => new KMSClient(local.as(name));

async function encrypted(KeyId = 'encryption'): Promise<Uint8Array> {
  const { CiphertextBlob } = await keeper().send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
  if (CiphertextBlob === undefined) throw new Error('Encrypt answered no ciphertext');

  return CiphertextBlob;
}

// https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
it('Encrypt answers another ciphertext each time, without the plaintext in it; Decrypt undoes it, also after a restart', async () => {
  const [CiphertextBlob, another] = [await encrypted(), await encrypted()];

  expect(another).not.toEqual(CiphertextBlob);
  expect(Buffer.from(CiphertextBlob).includes(Plaintext)).toBe(false);

  await local.stop();
  local = await startLocalAws(assembly, { dataDir: local.dataDir });

  const answer = await keeper().send(new DecryptCommand({ KeyId: 'encryption', CiphertextBlob, EncryptionContext }));
  expect(answer).toMatchObject({ KeyId: arnOf('encryption'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
  expect(Buffer.from(answer.Plaintext ?? [])).toEqual(Plaintext);
});

// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
it('Decrypt knows the key by the ciphertext, and takes the pairs of the context in any order', async () => {
  const CiphertextBlob = await encrypted();
  const reversed = Object.fromEntries(Object.entries(EncryptionContext).toReversed());

  const { Plaintext: plain } = await keeper().send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reversed }));

  expect(Buffer.from(plain ?? [])).toEqual(Plaintext);
});

it.each<[string, object, string]>([
  ['for another context', { EncryptionContext: { ...EncryptionContext, userId: '1453935780' } }, 'InvalidCiphertextException'],
  ['without the context', { EncryptionContext: undefined }, 'InvalidCiphertextException'],
  ['under another key', { KeyId: 'other-encryption' }, 'IncorrectKeyException'],
  ['of something else', { CiphertextBlob: Buffer.from('no ciphertext') }, 'InvalidCiphertextException'],
])('Decrypt %s is refused', async (_, changes, name) => {
  const input = { KeyId: 'encryption', CiphertextBlob: await encrypted(), EncryptionContext, ...changes };

  await expect(keeper().send(new DecryptCommand(input))).rejects.toMatchObject({ name });
});

it('Decrypt refuses a ciphertext of which one bit was changed', async () => {
  const CiphertextBlob = await encrypted();
  const last = CiphertextBlob.length - 1;
  CiphertextBlob[last] = (CiphertextBlob[last] ?? 0) ^ 1;

  await expect(keeper().send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))).rejects.toMatchObject({
    name: 'InvalidCiphertextException',
  });
});

it.each([
  ['disabled', 'DisabledException'],
  ['secrets', 'InvalidKeyUsageException'],
  ['unknown', 'NotFoundException'],
  ['others', 'AccessDeniedException'],
])('Encrypt with the key %s is refused with %s', async (KeyId, name) => {
  await expect(keeper().send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({ name });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
it('a grant for one encryption context allows that one only', async () => {
  const encrypt = (purpose: string) =>
    keeper('bound').send(new EncryptCommand({ KeyId: 'encryption', Plaintext, EncryptionContext: { purpose } }));

  expect((await encrypt('codes')).CiphertextBlob).toBeDefined();
  await expect(encrypt('others')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
