/**
 * Makes one line of text: line breaks and other control characters become a space, bidirectional controls (which could
 * make text read backwards) and halves of broken characters go. What a user typed can then neither start a line of its own
 * nor reorder the words around it (Unicode TR 36, 3.1; TR 14 for the line separators).
 */
export function singleLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

/** Escapes text for HTML element content and quoted attributes (OWASP XSS Prevention Cheat Sheet). */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
