/**
 * Secrets that are mailed are derived, not stored (design: mailed secrets): a MAC over what caused them, encoded as
 * something a person can type, or in full where it only travels in a link. The same cause always gives the same secret, so a repeated mail carries the same one.
 */
export const MAILED_SECRET_PURPOSES = ['temporary-login-password', 'mail-token', 'reset-code', 'order-token'] as const;
export type MailedSecretPurpose = (typeof MAILED_SECRET_PURPOSES)[number];

/** What a mailed secret belongs to. `causeId` is new for every secret issued. */
export type MailedSecret = { readonly purpose: MailedSecretPurpose; readonly causeId: string; readonly userId: string };

/** Length of an HMAC-SHA-256, the MAC the encodings start from. */
export const MAC_BYTES = 32;

/** The message the MAC is made over. No part may hold the separator; purposes and IDs never do. */
export function mailedSecretMessage({ purpose, causeId, userId }: MailedSecret): string {
  return `${purpose}|${causeId}|${userId}`;
}

/** The secret a MAC stands for. */
export function encodeMailedSecret(purpose: MailedSecretPurpose, mac: Uint8Array): string {
  if (mac.length !== MAC_BYTES) throw new RangeError(`A MAC of ${MAC_BYTES} bytes is needed, not ${mac.length}`);

  switch (purpose) {
    case 'temporary-login-password':
      return temporaryPassword(asNumber(mac));
    case 'mail-token':
      return digits(TOKEN_DIGITS, asNumber(mac));
    case 'reset-code':
      return digits(RESET_CODE_DIGITS, asNumber(mac));
    case 'order-token':
      return base64url(mac);
  }
}

const TOKEN_DIGITS = 6;
const RESET_CODE_DIGITS = 8;

/** So many digits. 2^256 is so much more than 10^8 that the remainder is as good as uniform (bias below 2^-229). */
function digits(count: number, mac: bigint): string {
  return String(mac % 10n ** BigInt(count)).padStart(count, '0');
}

// No 0 O o, 1 I i l: people read these passwords in a mail and type them elsewhere.
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';
const ALPHABET = LETTERS + DIGITS;
const TEMPORARY_PASSWORD_LENGTH = 10;

type Needs = { readonly letter: boolean; readonly digit: boolean };

/**
 * The passwords with at least one letter and one digit (C-1), in alphabetical order, are numbered from 0; the MAC picks
 * one by its remainder. So every such password is equally likely (bias below 2^-198), which drawing characters and
 * then forcing a digit in would not give: it would make some passwords several times as likely as others.
 */
function temporaryPassword(mac: bigint): string {
  let number = mac % countEndings(TEMPORARY_PASSWORD_LENGTH, { letter: true, digit: true });
  let needs: Needs = { letter: true, digit: true };
  let password = '';

  while (password.length < TEMPORARY_PASSWORD_LENGTH) {
    const left = TEMPORARY_PASSWORD_LENGTH - password.length - 1;

    // Skip the passwords beginning with earlier characters until the number falls among those of this one.
    for (const character of ALPHABET) {
      const after = needsAfter(needs, character);
      const endings = countEndings(left, after);

      if (number < endings) {
        password += character;
        needs = after;
        break;
      }
      number -= endings;
    }
  }

  return password;
}

function needsAfter(needs: Needs, character: string): Needs {
  return DIGITS.includes(character) ? { ...needs, digit: false } : { ...needs, letter: false };
}

/**
 * How many texts of a length hold what is still needed: all of them, less those without a letter and those without a
 * digit. Both are needed only before the first character, so no text (the empty one) is ever taken away twice.
 */
function countEndings(length: number, { letter, digit }: Needs): bigint {
  const texts = (characters: number) => BigInt(characters) ** BigInt(length);

  let count = texts(ALPHABET.length);
  if (letter) count -= texts(DIGITS.length);
  if (digit) count -= texts(LETTERS.length);

  return count;
}

/** RFC 4648 section 5, without padding: the whole MAC, as 43 characters that a URL takes as they are. */
function base64url(mac: Uint8Array): string {
  return btoa(String.fromCharCode(...mac))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** The MAC as one big-endian number. */
function asNumber(mac: Uint8Array): bigint {
  return mac.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
