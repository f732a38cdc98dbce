import { webcrypto } from 'node:crypto';

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_CertificateAuthorityConfiguration.html */
export const KEY_ALGORITHMS = ['RSA_2048', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1'] as const;
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

export const SIGNING_ALGORITHMS = [
  'SHA256WITHRSA',
  'SHA384WITHRSA',
  'SHA512WITHRSA',
  'SHA256WITHECDSA',
  'SHA384WITHECDSA',
  'SHA512WITHECDSA',
] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** What signs: the key, and how. */
export type Signer = { readonly key: CryptoKey; readonly algorithm: { readonly name: string; readonly hash: string } };

type CryptoKey = webcrypto.CryptoKey;
type CryptoKeyPair = webcrypto.CryptoKeyPair;

const RSA = 'RSASSA-PKCS1-v1_5';
const F4 = Uint8Array.of(1, 0, 1);

const GENERATION: Readonly<Record<KeyAlgorithm, webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams>> = {
  RSA_2048: { name: RSA, modulusLength: 2048, publicExponent: F4, hash: 'SHA-256' },
  RSA_4096: { name: RSA, modulusLength: 4096, publicExponent: F4, hash: 'SHA-256' },
  EC_prime256v1: { name: 'ECDSA', namedCurve: 'P-256' },
  EC_secp384r1: { name: 'ECDSA', namedCurve: 'P-384' },
};

/** A new key pair whose private key can be exported. */
export async function generateKeys(algorithm: KeyAlgorithm): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(GENERATION[algorithm], true, ['sign', 'verify']);
}

/** The signing algorithm must be of the key's family: https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html */
export function canSignWith(key: KeyAlgorithm, signing: SigningAlgorithm): boolean {
  return key.startsWith('RSA') === signing.endsWith('RSA');
}

/** Imports a private key (PKCS #8) for one signing algorithm. */
export async function signerOf(pkcs8: Buffer, key: KeyAlgorithm, signing: SigningAlgorithm): Promise<Signer> {
  const algorithm = { name: GENERATION[key].name, hash: hashOf(signing) };
  const imported = await webcrypto.subtle.importKey('pkcs8', pkcs8, { ...GENERATION[key], hash: algorithm.hash }, false, [
    'sign',
  ]);

  return { key: imported, algorithm };
}

/** `SHA256WITHRSA` as `SHA-256`. */
function hashOf(signing: SigningAlgorithm): string {
  return `SHA-${signing.slice(3, 6)}`;
}
