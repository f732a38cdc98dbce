/**
 * Unicode default case folding (full, as in CaseFolding.txt), which JavaScript does not offer by itself.
 * Lower, upper and lower again folds every character as the standard does but one: the dotless i, which is a letter
 * of its own, must not become an i. Character by character, because a final sigma would depend on its neighbours.
 */
export function foldCase(text: string): string {
  return Array.from(text, (character) =>
    character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase(),
  ).join('');
}
