import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * C-12: passwords are stored as argon2id hashes, in the PHC string format.
 * OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
 */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

const argon2Async = promisify(argon2);

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await argon2Async('argon2id', { ...PARAMETERS, message: password, nonce, tagLength: TAG_BYTES });
  const { memory, passes, parallelism } = PARAMETERS;

  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

/** Whether a hash was made with other parameters than the present ones: it is replaced when its password is next at hand. */
export function needsRehash(hash: string): boolean {
  const [, ...parameters] = PHC.exec(hash) ?? [];
  const { memory, passes, parallelism } = PARAMETERS;

  return parameters.slice(0, 3).map(Number).join() !== [memory, passes, parallelism].join();
}

/** Compares in constant time, with the parameters the hash was made with. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', expected = ''] = PHC.exec(hash) ?? [];
  if (memory === undefined) throw new Error('A stored password hash is not of the PHC form');

  const tag = await argon2Async('argon2id', {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    tagLength: TAG_BYTES,
  });

  return timingSafeEqual(tag, Buffer.from(expected, 'base64'));
}

/** A hash nobody has the password of: verified where there is no real one, so that every answer takes the same work (C-5). */
export const DECOY_HASH = `$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$${unpadded(Buffer.alloc(SALT_BYTES, 1))}$${unpadded(Buffer.alloc(TAG_BYTES, 1))}`;

/** Whether two short secrets are equal, in constant time for texts of one length. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];

  return a.length === b.length && timingSafeEqual(a, b);
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
