/** Shorter pieces of base64 could stand anywhere by chance. */
const SHORTEST_PIECE = 8;

/** A text and all forms in which a log or an event could carry it, by the name of the form. */
export function formsOf(text: string): Map<string, string> {
  const bytes = Buffer.from(text);
  const escaped = text.replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

  return new Map([
    ['itself', text],
    ['JSON', JSON.stringify(text).slice(1, -1)],
    ['JSON in ASCII', escaped],
    ['JSON in JSON', JSON.stringify(escaped).slice(1, -1)],
    ['URL-encoded', encodeURIComponent(text)],
    ['hexadecimal', bytes.toString('hex')],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const piece = insideBase64(bytes, offset);

      return piece.length < SHORTEST_PIECE
        ? []
        : [
            [`base64 at ${offset}`, piece],
            [`base64url at ${offset}`, piece.replaceAll('+', '-').replaceAll('/', '_')],
          ];
    }),
  ]);
}

/** In which forms which of the texts (by what they are) stand somewhere: `mail token as itself`. */
export function leaksIn(place: string, texts: Readonly<Record<string, string>>): string[] {
  const lower = place.toLowerCase();

  return Object.entries(texts).flatMap(([what, text]) =>
    [...formsOf(text)].flatMap(([form, written]) => {
      // Hexadecimal digits and escapes may be written in capitals, addresses in any case.
      const found = form.startsWith('base64') ? place.includes(written) : isWord(lower, written.toLowerCase());

      return found ? [`${what} as ${form}`] : [];
    }),
  );
}

/** A code of digits could stand in a longer number or an ID by chance: it has to stand alone. */
function isWord(place: string, text: string): boolean {
  return /^\d+$/.test(text) ? new RegExp(`(?<![\\w.-])${text}(?![\\w-])`).test(place) : place.includes(text);
}

/** What of a text stays the same in base64 wherever it stands in what is encoded: without the digits it shares with others. */
function insideBase64(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const shared = (offset + bytes.length) % 3 === 0 ? 0 : 1;

  return encoded.slice(offset === 0 ? 0 : offset + 1, encoded.length - shared);
}
