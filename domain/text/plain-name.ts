import { type FieldError, ok, type Result, refuse } from '../result.ts';

export type NameErrorCode = 'name-empty' | 'name-too-long' | 'name-characters';

/**
 * Line and paragraph separators and control characters could break mails and CSV exports; bidirectional controls
 * could make a name read as another one; unpaired surrogates are no text at all.
 */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u;

/**
 * A name people give to something: 1 to `max` characters after trimming, no control characters.
 * Characters are Unicode code points, so that 🏦 counts as one. Answers the trimmed name.
 */
export function plainName(
  text: string,
  { max, pointer }: { readonly max: number; readonly pointer: string },
): Result<string, FieldError<NameErrorCode>> {
  const name = text.trim();

  if (name === '') return refuse({ pointer, code: 'name-empty', detail: 'Empty after trimming.' });
  if (FORBIDDEN.test(name)) return refuse({ pointer, code: 'name-characters', detail: 'Holds a control character.' });
  if ([...name].length > max) {
    return refuse({ pointer, code: 'name-too-long', detail: `More than ${max} characters.`, params: { max } });
  }

  return ok(name);
}
