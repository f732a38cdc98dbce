import type { FieldError, Result } from '../result.ts';
import { foldCase } from '../text/case-fold.ts';
import { type NameErrorCode, plainName } from '../text/plain-name.ts';

const MAX_GROUP_NAME_LENGTH = 40;

/** G-4: the trimmed name of a group, or what is wrong with it (at `/name`). */
export function groupName(text: string): Result<string, FieldError<NameErrorCode>> {
  return plainName(text, { max: MAX_GROUP_NAME_LENGTH, pointer: '/name' });
}

/**
 * G-4: two names are the same name when their keys are equal, whatever their width, case or composition. NFKC and case
 * folding, in the steps by which the Unicode Standard defines a compatibility caseless match (section 3.13, D146):
 * folding can bring out new compositions and the other way round.
 */
export function groupNameKey(name: string): string {
  const folded = foldCase(name.normalize('NFD')).normalize('NFKD');

  return foldCase(folded).normalize('NFKC');
}
