// @peculiar/x509 wires itself together by tsyringe, which refuses to load without this part of the Reflect Metadata proposal.
// https://rbuckton.github.io/reflect-metadata/
const metadata = new WeakMap<object, Map<unknown, unknown>>();

function own(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key);
}

function inherited(key: unknown, target: object | null): unknown {
  return target === null ? undefined : (own(key, target) ?? inherited(key, Reflect.getPrototypeOf(target)));
}

function define(key: unknown, value: unknown, target: object): void {
  metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value));
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { getMetadata: inherited, getOwnMetadata: own, defineMetadata: define });
