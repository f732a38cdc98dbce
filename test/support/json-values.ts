/** Where a value stands in a JSON document: member names and indexes from the top. */
export type Place = readonly (string | number)[];

/** Every value of a document with its place, the document itself first. */
export function placesOf(value: unknown, place: Place = []): { place: Place; value: unknown }[] {
  const members: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(isObject(value) ? value : {});

  return [{ place, value }, ...members.flatMap(([name, member]) => placesOf(member, [...place, name]))];
}

/** A copy of a document with another value at a place; `undefined` leaves the member out. */
export function replaced(document: unknown, place: Place, value: unknown): unknown {
  const [name, ...rest] = place;
  if (name === undefined) return value;

  const copy: unknown = Array.isArray(document) ? [...document] : { ...(document as object) };
  const members = copy as Record<string | number, unknown>;
  members[name] = replaced(members[name], rest, value);
  if (members[name] === undefined) delete members[name];

  return copy;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
