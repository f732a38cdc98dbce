import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mailedSecrets } from '../../functions/adapters/kms/mailed-secrets.ts';

const kms = mockClient(KMSClient);

beforeEach(() => vi.stubEnv('MAILED_SECRETS_KEY_ID', 'alias/mailed-secrets'));

afterEach(() => {
  kms.reset();
  vi.unstubAllEnvs();
});

it('R-4 derives the same secret for the same cause, and another for another cause, user or purpose', async () => {
  kms.on(GenerateMacCommand).callsFake(({ Message }) => ({ Mac: createHmac('sha256', 'key').update(Message).digest() }));
  const { temporaryLoginPassword, mailToken } = mailedSecrets();

  const token = await mailToken('cause', '1453935789');

  expect(token).toMatch(/^\d{6}$/);
  expect(await mailToken('cause', '1453935789')).toBe(token);
  expect(await mailToken('other', '1453935789')).not.toBe(token);
  expect(await mailToken('cause', '3354648652')).not.toBe(token);
  expect(await temporaryLoginPassword('cause', '1453935789')).toMatch(/^[A-Za-z0-9]{10}$/);
  expect(kms.commandCalls(GenerateMacCommand)[0]?.args[0].input).toMatchObject({
    KeyId: 'alias/mailed-secrets',
    MacAlgorithm: 'HMAC_SHA_256',
  });
});

it('C-12 fails rather than mail a secret that KMS did not make', async () => {
  kms.on(GenerateMacCommand).resolves({});

  await expect(mailedSecrets().mailToken('cause', '1453935789')).rejects.toThrow('MAC');
});
