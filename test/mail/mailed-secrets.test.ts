import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mailedSecrets } from '../../functions/adapters/kms/mailed-secrets.ts';

const kms = mockClient(KMSClient);

beforeEach(() => {
  vi.stubEnv('TEMPORARY_PASSWORD_KEY_ID', 'alias/temporary-password');
  vi.stubEnv('MAIL_TOKEN_KEY_ID', 'alias/mail-token');
  vi.stubEnv('RESET_CODE_KEY_ID', 'alias/reset-code');
  vi.stubEnv('ORDER_TOKEN_KEY_ID', 'alias/order-token');
});

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
});

it('derives each kind of secret with a key of its own', async () => {
  kms.on(GenerateMacCommand).resolves({ Mac: new Uint8Array(32) });
  const { temporaryLoginPassword, mailToken, resetCode, orderToken } = mailedSecrets();

  await mailToken('cause', '1453935789');
  await temporaryLoginPassword('cause', '1453935789');
  await resetCode('cause', '1453935789');
  await orderToken('cause', '1453935789');

  expect(kms.commandCalls(GenerateMacCommand).map(({ args }) => args[0].input)).toMatchObject([
    { KeyId: 'alias/mail-token', MacAlgorithm: 'HMAC_SHA_256' },
    { KeyId: 'alias/temporary-password', MacAlgorithm: 'HMAC_SHA_256' },
    { KeyId: 'alias/reset-code', MacAlgorithm: 'HMAC_SHA_256' },
    { KeyId: 'alias/order-token', MacAlgorithm: 'HMAC_SHA_256' },
  ]);
});

it('C-12 fails rather than mail a secret that KMS did not make', async () => {
  kms.on(GenerateMacCommand).resolves({});

  await expect(mailedSecrets().mailToken('cause', '1453935789')).rejects.toThrow('MAC');
});
