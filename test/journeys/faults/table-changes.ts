import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../support/json-values.ts';
import type { StoredItem } from '../../support/stored.ts';

/** Attributes whose text says what happened. All other text is an ID, a time, a name, or made from them. */
const MEANINGFUL = new Set(['kind', 'operation', 'result', 'type', 'client', 'status', 'loginMethod', 'role', 'template']);

/** Maps whose members are named by IDs. */
const BY_ID = new Set(['groups', 'underWay', 'mails']);

/** What is replaced as a whole, or drops what is past as time goes by. */
const WHOLE = new Set(['current', 'issuedAt']);

/** Numbers that only mean something beside the one before. */
const COUNTED = new Set(['version', 'epoch']);

/** Times counted in something longer than seconds. */
const STEPS = new Set(['lastStep']);

/** Seconds since 1970 are above it, everything counted is below. */
const SMALLEST_TIME = 1e9;

const HIDDEN = '…';

/**
 * What became of the items of a tenant, in one line for each that was added, changed or removed. IDs and times are left out
 * and versions are differences, so that the same request tells the same each time. What has expired by `now` (RFC 3339) is
 * left out: DynamoDB deletes it when it likes.
 */
export function changesOf(before: readonly StoredItem[], after: readonly StoredItem[], now: string): string[] {
  const [earlier, later] = [byKey(before, now), byKey(after, now)];
  const keys = [...new Set([...earlier.keys(), ...later.keys()])];

  return keys.flatMap((key) => changeOf(earlier.get(key), later.get(key))).toSorted();
}

function changeOf(before: StoredItem | undefined, after: StoredItem | undefined): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined && after !== undefined) return [`+ ${entityOf(after)} ${JSON.stringify(described(contentOf(after)))}`];
  if (before === undefined || after === undefined) return before ? [`- ${entityOf(before)}`] : [];

  return [`~ ${entityOf(after)} ${JSON.stringify(difference(contentOf(before), contentOf(after)))}`];
}

function byKey(items: readonly StoredItem[], now: string): Map<string, StoredItem> {
  const kept = items.filter((item) => !isSpent(item) && !isOver(item, now));

  return new Map(kept.map((item) => [`${item.PK} ${item.SK}`, item]));
}

function isOver({ expiresAt }: StoredItem, now: string): boolean {
  return typeof expiresAt === 'number' && expiresAt * 1_000 <= Date.parse(now);
}

/** A mail item whose mailer died right after the last mail: it is empty, waits for nothing and expires. */
function isSpent({ PK, ...item }: StoredItem): boolean {
  return PK.startsWith('MAIL#') && !('waitingShard' in item) && Object.keys(item['mails'] as object).length === 0;
}

function entityOf({ PK }: StoredItem): string {
  return PK.split('#')[0] ?? '';
}

/** Credentials have a version more for every try that was begun, whatever became of it. */
function contentOf({ PK, SK: _, ...content }: StoredItem): Record<string, unknown> {
  return PK.startsWith('CREDENTIALS#') ? { ...content, version: undefined } : content;
}

function difference(before: unknown, after: unknown, name = ''): unknown {
  if (before === undefined || WHOLE.has(name)) return described(after, name);
  if (isObject(before) && isObject(after)) return membersChanged(before, after, name);
  if (Array.isArray(before) && Array.isArray(after)) return elementsChanged(before, after, name);
  if (typeof before === 'number' && typeof after === 'number' && !isTime(after, name)) return `+${after - before}`;

  return described(after, name);
}

function elementsChanged(before: readonly unknown[], after: readonly unknown[], name: string): unknown {
  const [added, removed] = [after.filter((one) => !before.includes(one)), before.filter((one) => !after.includes(one))];

  return { added: described(added, name), removed: removed.length };
}

function membersChanged(before: Record<string, unknown>, after: Record<string, unknown>, name: string): unknown {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((member) => !isDeepStrictEqual(before[member], after[member]));
  const differences = changed.map((member): [string, unknown] => [member, difference(before[member], after[member], member)]);

  return named(differences, name);
}

function isTime(value: number, name: string): boolean {
  return value >= SMALLEST_TIME || STEPS.has(name);
}

function described(value: unknown, name = ''): unknown {
  if (name === 'issuedAt') return HIDDEN;
  if (typeof value === 'string') return MEANINGFUL.has(name) ? value : HIDDEN;
  if (typeof value === 'number') return COUNTED.has(name) || isTime(value, name) ? HIDDEN : value;
  if (value instanceof Set) return described([...value], name);
  if (Array.isArray(value)) return value.map((one) => described(one, name));
  if (!isObject(value)) return value ?? 'gone';

  return named(
    Object.entries(value).map(([member, content]) => [member, described(content, member)]),
    name,
  );
}

function named(members: readonly [string, unknown][], name: string): unknown {
  if (BY_ID.has(name)) return members.map(([, content]) => JSON.stringify(content)).toSorted();

  return Object.fromEntries(members.toSorted(([one], [other]) => one.localeCompare(other)));
}
