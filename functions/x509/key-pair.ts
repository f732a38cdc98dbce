import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
export type KeyAlgorithm = 'rsa-2048' | 'p-256';

const newKeys = promisify(generateKeyPair);

/** A new pair of keys. The private one lives in this process only, as a key object that no log shows. */
export function newKeyPair(algorithm: KeyAlgorithm = 'rsa-2048'): Promise<KeyPair> {
  return algorithm === 'rsa-2048' ? newKeys('rsa', { modulusLength: 2048 }) : newKeys('ec', { namedCurve: 'P-256' });
}
