import type { FieldError, Result } from '../result.ts';
import { type NameErrorCode, plainName } from '../text/plain-name.ts';

const MAX_USER_NAME_LENGTH = 64;

/** The trimmed name of a user, 1 to 64 characters, or what is wrong with it. */
export function checkUserName(text: string, pointer: string): Result<string, FieldError<NameErrorCode>> {
  return plainName(text, { max: MAX_USER_NAME_LENGTH, pointer });
}
