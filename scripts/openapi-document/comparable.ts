export type Document = {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly securitySchemes: object };
};

/**
 * A document with the components in the places that refer to them, and without the examples beside schemas. The comparison
 * follows references itself, but takes parts of them for gone when the operations come in another order.
 */
export function comparable(document: Document): object {
  const { schemas, securitySchemes } = document.components;

  return { ...(inlined(document, schemas) as object), components: { securitySchemes } };
}

function inlined(value: unknown, schemas: Document['components']['schemas']): unknown {
  if (Array.isArray(value)) return value.map((each) => inlined(each, schemas));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) return inlined(schemas[String(value.$ref).replace('#/components/schemas/', '')], schemas);

  const members = Object.entries(value).filter(([name]) => !('schema' in value && name.startsWith('example')));

  return Object.fromEntries(members.map(([name, member]) => [name, inlined(member, schemas)]));
}
