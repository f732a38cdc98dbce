import { hash } from 'node:crypto';

/** What is derived: RFC 7292, appendix B.3. */
export const PURPOSE = { encryptionKey: 1, initializationVector: 2, macKey: 3 } as const;

export type DerivationInput = {
  readonly hashName: 'sha1' | 'sha256';
  readonly purpose: (typeof PURPOSE)[keyof typeof PURPOSE];
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
};

/** What SHA-1 and SHA-256 take at a time. */
const BLOCK_BYTES = 64;

/** Key material from a password as PKCS #12 derives it: RFC 7292, appendix B.2, whose letters the names are. */
export function pkcs12Key({ hashName, purpose, password, salt, iterations, length }: DerivationInput): Buffer {
  const D = Buffer.alloc(BLOCK_BYTES, purpose);
  const I = Buffer.concat([wholeBlocks(salt), wholeBlocks(passwordBytes(password))]);
  const A: Buffer[] = [];

  for (let made = 0; made < length; ) {
    let Ai = hash(hashName, Buffer.concat([D, I]), 'buffer');
    for (let iteration = 1; iteration < iterations; iteration++) Ai = hash(hashName, Ai, 'buffer');

    A.push(Ai);
    made += Ai.length;
    addToEveryBlock(I, Ai);
  }

  return Buffer.concat(A).subarray(0, length);
}

/** Appendix B.1: UTF-16, big end first, with a closing zero. */
function passwordBytes(password: string): Buffer {
  return Buffer.from(`${password}\0`, 'utf16le').swap16();
}

function wholeBlocks(bytes: Uint8Array): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES, bytes);
}

/** Every block becomes block + B + 1, where B is A repeated to the length of a block; what overflows is dropped. */
function addToEveryBlock(I: Buffer, Ai: Buffer): void {
  const B = Buffer.alloc(BLOCK_BYTES, Ai);

  for (let start = 0; start < I.length; start += BLOCK_BYTES) {
    let carry = 1;
    for (let at = BLOCK_BYTES - 1; at >= 0; at--) {
      const sum = I.readUInt8(start + at) + B.readUInt8(at) + carry;
      I.writeUInt8(sum & 0xff, start + at);
      carry = sum >> 8;
    }
  }
}
