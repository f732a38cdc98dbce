import type { FieldError } from '../result.ts';
import { containsPersonalInformation, type PersonalInformation } from './personal-information.ts';

/** In characters; a setting. */
export type PasswordLength = { readonly min: number; readonly max: number };

export type PasswordErrorCode =
  | 'password-too-short'
  | 'password-too-long'
  | 'password-characters'
  | 'password-needs-letter'
  | 'password-needs-digit'
  | 'password-contains-personal-information'
  | 'passwords-equal';

type PasswordRules = {
  readonly length: PasswordLength;
  readonly personal: PersonalInformation;
  /** Where the password stands in the request body. */
  readonly pointer: string;
};

/** C-1: letters, digits and every ASCII symbol but the two quotation marks; no space. */
const ALLOWED = /^[!#-&(-~]*$/;

/** C-1, C-3: everything wrong with a login password to be set; empty when nothing is. */
export function loginPasswordErrors(password: string, rules: PasswordRules): FieldError<PasswordErrorCode>[] {
  return [...commonErrors(password, rules), ...compositionErrors(password, rules.pointer)];
}

/** C-1, C-3: everything wrong with a transaction password to be set; empty when nothing is. */
export function transactionPasswordErrors(password: string, rules: PasswordRules): FieldError<PasswordErrorCode>[] {
  return commonErrors(password, rules);
}

/** C-2: the two passwords of a user must differ. `pointer` tells which of them is to be changed. */
export function equalPasswordErrors(
  loginPassword: string,
  transactionPassword: string,
  pointer: string,
): FieldError<PasswordErrorCode>[] {
  if (loginPassword !== transactionPassword) return [];

  return [{ pointer, code: 'passwords-equal', detail: 'Login and transaction password are the same (C-2).' }];
}

function commonErrors(password: string, { length, personal, pointer }: PasswordRules): FieldError<PasswordErrorCode>[] {
  const errors = lengthErrors(password, length, pointer);

  if (!ALLOWED.test(password)) {
    errors.push({ pointer, code: 'password-characters', detail: 'Holds a character that is not allowed (C-1).' });
  }
  if (containsPersonalInformation(password, personal)) {
    errors.push({
      pointer,
      code: 'password-contains-personal-information',
      detail: 'Contains what others may know of the user or the tenant (C-3).',
    });
  }

  return errors;
}

function compositionErrors(password: string, pointer: string): FieldError<PasswordErrorCode>[] {
  const errors: FieldError<PasswordErrorCode>[] = [];

  if (!/[A-Za-z]/.test(password)) errors.push({ pointer, code: 'password-needs-letter', detail: 'Holds no letter (C-1).' });
  if (!/[0-9]/.test(password)) errors.push({ pointer, code: 'password-needs-digit', detail: 'Holds no digit (C-1).' });

  return errors;
}

function lengthErrors(password: string, { min, max }: PasswordLength, pointer: string): FieldError<PasswordErrorCode>[] {
  const length = [...password].length;

  if (length < min) return [{ pointer, code: 'password-too-short', detail: `Under ${min} characters.`, params: { min } }];
  if (length > max) return [{ pointer, code: 'password-too-long', detail: `Over ${max} characters.`, params: { max } }];

  return [];
}
