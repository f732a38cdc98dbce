import type { FieldError } from '../result.ts';

/** Codes of acquisition and key protection passwords; their texts are those of the other passwords. */
export type CertificatePasswordErrorCode =
  | 'password-too-short'
  | 'password-too-long'
  | 'password-characters'
  | 'password-needs-letter'
  | 'password-needs-digit';

type Rule = { readonly min: number; readonly max: number; readonly characters: RegExp };

/** 8-64 ASCII letters and digits [g 40, 47]. */
const ACQUISITION: Rule = { min: 8, max: 64, characters: /^[A-Za-z0-9]*$/ };

/** 12-64 printable ASCII characters [g 72]. */
const KEY_PROTECTION: Rule = { min: 12, max: 64, characters: /^[\x20-\x7e]*$/ };

/** what is wrong with an acquisition password an administrator chooses; `pointer` is where it stands. */
export function checkAcquisitionPassword(password: string, pointer: string): FieldError<CertificatePasswordErrorCode>[] {
  return check(password, pointer, ACQUISITION);
}

/** what is wrong with the password a user protects the key with: letters and digits both present. */
export function checkKeyProtectionPassword(password: string, pointer: string): FieldError<CertificatePasswordErrorCode>[] {
  const errors = check(password, pointer, KEY_PROTECTION);
  if (!/[A-Za-z]/.test(password)) errors.push({ pointer, code: 'password-needs-letter', detail: 'Holds no letter.' });
  if (!/\d/.test(password)) errors.push({ pointer, code: 'password-needs-digit', detail: 'Holds no digit.' });

  return errors;
}

function check(password: string, pointer: string, { min, max, characters }: Rule): FieldError<CertificatePasswordErrorCode>[] {
  const errors: FieldError<CertificatePasswordErrorCode>[] = [];
  if (password.length < min) errors.push({ pointer, code: 'password-too-short', detail: `Under ${min}.`, params: { min } });
  if (password.length > max) errors.push({ pointer, code: 'password-too-long', detail: `Over ${max}.`, params: { max } });
  if (!characters.test(password)) errors.push({ pointer, code: 'password-characters', detail: 'Holds another character.' });

  return errors;
}
