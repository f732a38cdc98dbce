import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { type Asn1, integer, nothing, octets, oid, sequence } from './asn1.ts';
import { AES_256_CBC, HMAC_WITH_SHA256, PBE_WITH_SHA1_AND_3DES, PBES2, PBKDF2, SHA1, SHA256 } from './oids.ts';
import { PURPOSE, pkcs12Key } from './pkcs12-key.ts';

export type Pkcs12Profile = 'compatible' | 'modern';

/** How the parts of a PKCS #12 file are encrypted and the whole is protected, everything under one password. */
export type ProfileCipher = {
  /** @returns the AlgorithmIdentifier and the encrypted bytes */
  encrypt(plaintext: Uint8Array, password: string): { readonly algorithm: Asn1; readonly ciphertext: Buffer };
  /** @returns the MacData of RFC 7292, section 4 */
  mac(content: Uint8Array, password: string): Asn1;
};

/**
 * Iterations are few on purpose: all of it is to take little beside making an RSA key. Passwords have at least 12
 * characters with letters and digits among them, which no number of iterations replaces.
 */
export const PKCS12_PROFILES: Readonly<Record<Pkcs12Profile, ProfileCipher>> = {
  /** A key takes two derived blocks and the MAC one: guessing a password by either costs the same. */
  compatible: {
    encrypt: (plaintext, password) => encryptWith3Des(plaintext, password, 500),
    mac: (content, password) => macData({ hashName: 'sha1', algorithm: SHA1, length: 20, iterations: 1_000 }, content, password),
  },
  /** As many as OpenSSL takes by itself. */
  modern: {
    encrypt: (plaintext, password) => encryptWithAes(plaintext, password, 2_048),
    mac: (content, password) =>
      macData({ hashName: 'sha256', algorithm: SHA256, length: 32, iterations: 2_048 }, content, password),
  },
};

const SALT_BYTES = 16;

/** RFC 7292, appendix C: pbeWithSHAAnd3-KeyTripleDES-CBC. */
function encryptWith3Des(plaintext: Uint8Array, password: string, iterations: number) {
  const salt = randomBytes(SALT_BYTES);
  const derive = (purpose: typeof PURPOSE.encryptionKey | typeof PURPOSE.initializationVector, length: number) =>
    pkcs12Key({ hashName: 'sha1', purpose, password, salt, iterations, length });

  const cipher = createCipheriv('des-ede3-cbc', derive(PURPOSE.encryptionKey, 24), derive(PURPOSE.initializationVector, 8));
  const algorithm = sequence(oid(PBE_WITH_SHA1_AND_3DES), sequence(octets(salt), integer(iterations)));

  return { algorithm, ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]) };
}

/** RFC 8018, section 6.2: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC. */
function encryptWithAes(plaintext: Uint8Array, password: string, iterations: number) {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(16);

  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, iterations, 32, 'sha256'), iv);
  const derivation = sequence(octets(salt), integer(iterations), sequence(oid(HMAC_WITH_SHA256), nothing()));
  const schemes = sequence(sequence(oid(PBKDF2), derivation), sequence(oid(AES_256_CBC), octets(iv)));

  return {
    algorithm: sequence(oid(PBES2), schemes),
    ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]),
  };
}

type MacSettings = {
  readonly hashName: 'sha1' | 'sha256';
  readonly algorithm: string;
  readonly length: number;
  readonly iterations: number;
};

function macData({ hashName, algorithm, length, iterations }: MacSettings, content: Uint8Array, password: string): Asn1 {
  const salt = randomBytes(SALT_BYTES);
  const key = pkcs12Key({ hashName, purpose: PURPOSE.macKey, password, salt, iterations, length });
  const digest = createHmac(hashName, key).update(content).digest();

  return sequence(sequence(sequence(oid(algorithm), nothing()), octets(digest)), octets(salt), integer(iterations));
}
