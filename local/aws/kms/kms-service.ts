import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { State } from '../../state.ts';
import type { Assembly } from '../../template/assembly.ts';
import { AwsError, NotEmulatedError } from '../aws-error.ts';
import { awsJson } from '../protocol.ts';
import { inputOf, type Permission, type Service } from '../service.ts';
import { decrypt, type EncryptionContext, encrypt, keyArnOf } from './encryption.ts';
import { type Key, keyFinder } from './keys.ts';

/** 1 to 4096 bytes. https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html */
const Message = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine(({ length }) => length >= 1 && length <= 4096, { error: 'Message must have 1 to 4096 bytes' });
const GenerateMacInput = z.object({ KeyId: z.string(), MacAlgorithm: z.string(), Message });
const VerifyMacInput = GenerateMacInput.extend({ Mac: z.base64() });

const Context = z.record(z.string(), z.string()).default({});
const Algorithm = z.literal('SYMMETRIC_DEFAULT').default('SYMMETRIC_DEFAULT');
/** 1 to 4096 bytes. https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const EncryptInput = z.object({
  KeyId: z.string(),
  Plaintext: Message,
  EncryptionContext: Context,
  EncryptionAlgorithm: Algorithm,
});
/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
const DecryptInput = z.object({
  KeyId: z.string().optional(),
  CiphertextBlob: z.base64().transform((text) => Buffer.from(text, 'base64')),
  EncryptionContext: Context,
  EncryptionAlgorithm: Algorithm,
});

/**
 * KMS as far as it is used: HMAC keys, and symmetric keys for encryption. Key material is made at a key's first use and kept in the state.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export function kmsService(assembly: Assembly, state: State): Service {
  const protocol = awsJson('1.1', 'TrentService');
  const findKey = keyFinder(assembly, state);

  return {
    protocol,
    actions: {
      GenerateMac: (request) => {
        const { KeyId, MacAlgorithm, Message: message } = inputOf(GenerateMacInput, request);
        const key = findKey(KeyId);
        return {
          permissions: [macPermission('kms:GenerateMac', key, MacAlgorithm)],
          run: async () => {
            const mac = macOf(key, MacAlgorithm, message);
            return protocol.answer({ KeyId: key.arn, Mac: mac.toString('base64'), MacAlgorithm });
          },
        };
      },
      VerifyMac: (request) => {
        const { KeyId, MacAlgorithm, Message: message, Mac } = inputOf(VerifyMacInput, request);
        const key = findKey(KeyId);
        return {
          permissions: [macPermission('kms:VerifyMac', key, MacAlgorithm)],
          run: async () => {
            const mac = macOf(key, MacAlgorithm, message);
            const given = Buffer.from(Mac, 'base64');
            if (given.length !== mac.length || !timingSafeEqual(given, mac)) {
              throw new AwsError('KMSInvalidMacException', 'The MAC is not valid');
            }
            return protocol.answer({ KeyId: key.arn, MacValid: true, MacAlgorithm });
          },
        };
      },
      Encrypt: (request) => {
        const { KeyId, Plaintext, EncryptionContext: context, EncryptionAlgorithm } = inputOf(EncryptInput, request);
        const key = findKey(KeyId);
        return {
          permissions: [encryptionPermission('kms:Encrypt', key, context)],
          run: async () => {
            const ciphertext = encrypt(key, Plaintext, context);
            return protocol.answer({ KeyId: key.arn, CiphertextBlob: ciphertext.toString('base64'), EncryptionAlgorithm });
          },
        };
      },
      Decrypt: (request) => {
        const { KeyId, CiphertextBlob, EncryptionContext: context, EncryptionAlgorithm } = inputOf(DecryptInput, request);
        const usedArn = keyArnOf(CiphertextBlob);
        const key = findKey(KeyId ?? usedArn);
        return {
          permissions: [encryptionPermission('kms:Decrypt', key, context)],
          run: async () => {
            if (key.arn !== usedArn) throw new AwsError('IncorrectKeyException', `The ciphertext is not of the key ${key.arn}`);
            const plaintext = decrypt(key, CiphertextBlob, context);
            return protocol.answer({ KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm });
          },
        };
      },
    },
  };
}

function macOf(key: Key, algorithm: string, message: Buffer): Buffer {
  if (key.usage !== 'GENERATE_VERIFY_MAC') {
    throw new AwsError('InvalidKeyUsageException', `${key.arn} key usage is ${key.usage} which is not valid for this operation.`);
  }
  if (!key.enabled) throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  if (key.spec !== 'HMAC_256') throw new NotEmulatedError(`KMS keys of the spec ${key.spec}`);
  if (algorithm !== 'HMAC_SHA_256') {
    throw new AwsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);
  }

  return createHmac('sha256', key.material()).update(message).digest();
}

function macPermission(action: string, { arn }: Key, algorithm: string): Permission {
  return { action, resource: arn, context: { 'kms:MacAlgorithm': [algorithm], 'kms:ViaService': [] } };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context */
function encryptionPermission(action: string, { arn }: Key, context: EncryptionContext): Permission {
  const pairs = Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, [value]] as const);

  return {
    action,
    resource: arn,
    context: { ...Object.fromEntries(pairs), 'kms:EncryptionContextKeys': Object.keys(context), 'kms:ViaService': [] },
  };
}
