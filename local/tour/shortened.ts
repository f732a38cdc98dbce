/** Members that hold a secret, in the API and in mail; the text of a mail may carry several. */
const SECRET = /(password|token|secret|(reset|authenticator) ?code|otpauthUri|pkcs12|^text|^html)$/i;

/** How much of a secret is shown, so that it can be told from another. */
const SHOWN = 2;

/** A copy for the screen: passwords, tokens and codes are cut to their beginning, however deep they are. */
export function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      SECRET.test(name) && typeof member === 'string' ? `${member.slice(0, SHOWN)}…` : shortened(member),
    ]),
  );
}
