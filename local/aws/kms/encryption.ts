import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError, NotEmulatedError } from '../aws-error.ts';
import type { Key } from './keys.ts';

/** What a ciphertext is bound to: whoever decrypts has to say the same. */
export type EncryptionContext = Readonly<Record<string, string>>;

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts as KMS does with a symmetric key: AES-256-GCM, the encryption context as authenticated data. The ciphertext
 * begins with the key's ARN, as KMS knows a ciphertext's key without being told.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export function encrypt(key: Key, plaintext: Buffer, context: EncryptionContext): Buffer {
  assertUsable(key);

  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.material(), iv).setAAD(authenticated(context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);

  return Buffer.concat([header(key.arn), iv, cipher.getAuthTag(), encrypted]);
}

/** The ARN of the key a ciphertext was made with; AwsError InvalidCiphertextException when it is none of ours. */
export function keyArnOf(ciphertext: Buffer): string {
  const length = ciphertext.length < 2 ? 0 : ciphertext.readUInt16BE(0);
  const arn = ciphertext.subarray(2, 2 + length).toString('utf8');
  if (!arn.startsWith('arn:')) throw invalid();

  return arn;
}

/** Undoes `encrypt`; AwsError InvalidCiphertextException when ciphertext or context were changed. */
export function decrypt(key: Key, ciphertext: Buffer, context: EncryptionContext): Buffer {
  assertUsable(key);

  const body = ciphertext.subarray(header(key.arn).length);
  if (body.length < IV_BYTES + TAG_BYTES) throw invalid();

  const [iv, tag] = [body.subarray(0, IV_BYTES), body.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
  const decipher = createDecipheriv(ALGORITHM, key.material(), iv).setAAD(authenticated(context)).setAuthTag(tag);

  try {
    return Buffer.concat([decipher.update(body.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (error) {
    // Node tells a wrong tag by a plain Error without a code.
    if (error instanceof Error && !('code' in error)) throw invalid();
    throw error;
  }
}

function assertUsable({ arn, usage, enabled, spec }: Key): void {
  if (usage !== 'ENCRYPT_DECRYPT') {
    throw new AwsError('InvalidKeyUsageException', `${arn} key usage is ${usage} which is not valid for this operation.`);
  }
  if (!enabled) throw new AwsError('DisabledException', `${arn} is disabled.`);
  if (spec !== 'SYMMETRIC_DEFAULT') throw new NotEmulatedError(`encryption with KMS keys of the spec ${spec}`);
}

/** The order of the pairs does not matter, their case does. */
function authenticated(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).toSorted(([one], [other]) => (one < other ? -1 : 1))));
}

function header(arn: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(arn));

  return Buffer.concat([length, Buffer.from(arn)]);
}

function invalid(): AwsError {
  return new AwsError('InvalidCiphertextException', 'The ciphertext or its encryption context is not the one encrypted');
}
