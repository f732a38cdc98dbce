import { createHash, randomInt } from 'node:crypto';
import type { Clock, Digest, Ids } from '../../domain/ports.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SHORT_ID_LENGTH = 12;

/** For what acts without a request; a request has its one time (`OperationRequest`). */
export const systemClock: Clock = { now: () => new Date() };

/** Random identifiers. Saving one refuses it when it is taken, and the operation then decides again with another. */
export const randomIds: Ids = {
  short: () => Array.from({ length: SHORT_ID_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  userId: () => String(randomInt(1_000_000_000, 10_000_000_000)),
};

/** 64 bits of SHA-256: names of one tenant stay unique without the roster holding them (G-4). */
export const nameDigest: Digest = (text) => createHash('sha256').update(text).digest('base64url').slice(0, 11);
