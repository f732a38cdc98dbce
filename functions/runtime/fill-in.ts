/** Puts values in the place of their names in braces: `at least {minimum}`. What has no value is left empty. */
export function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
