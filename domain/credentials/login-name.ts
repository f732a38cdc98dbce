import { type FieldError, ok, pointerTo, type Result, refuse } from '../result.ts';

export type LoginNameErrorCode = 'login-name-length' | 'login-name-characters' | 'login-name-needs-letter';

const MIN = 6;
const MAX = 20;

/**
 * A login name: 6 to 20 of a-z 0-9 . _ -, at least one letter (so that none can be a user ID). Capital letters are made
 * small, as they are when somebody logs in. Answers the name as it is kept.
 */
export function checkLoginName(text: string): Result<string, FieldError<LoginNameErrorCode>> {
  const pointer = pointerTo('loginName');
  const name = text.toLowerCase();

  if (name.length < MIN || name.length > MAX) {
    return refuse({
      pointer,
      code: 'login-name-length',
      detail: `Not ${MIN} to ${MAX} characters.`,
      params: { min: MIN, max: MAX },
    });
  }
  if (!/^[A-Za-z0-9._-]+$/.test(text)) return refuse({ pointer, code: 'login-name-characters', detail: 'Not of a-z 0-9 . _ -' });
  if (!/[a-z]/.test(name)) return refuse({ pointer, code: 'login-name-needs-letter', detail: 'Holds no letter.' });

  return ok(name);
}
