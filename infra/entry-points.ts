import { join } from 'node:path';
import type { Contract } from '../functions/contracts/contract.ts';
import { fileOf } from '../functions/contracts/index.ts';

/** A handler below functions/, without its extension (`groups/create-group`); it becomes one bundle and one Lambda. */
export type EntryPoint = string;

/** What the stream, the scheduler and the bus invoke. */
export const PUBLISH_OUTBOX: EntryPoint = 'listeners/publish-outbox';
export const RETRY_WAITING: EntryPoint = 'listeners/retry-waiting';
export const SEND_MAIL: EntryPoint = 'listeners/send-mail';
export const START_PURGE: EntryPoint = 'listeners/start-purge';
export const START_RESET_EXPIRY: EntryPoint = 'listeners/start-reset-expiry';

/** What state machines invoke. */
export const PURGE_REMOVED: EntryPoint = 'workflows/purge-removed';
export const EXPIRE_RESETS: EntryPoint = 'workflows/expire-resets';

/** Answers every path no operation has. */
export const NOT_FOUND: EntryPoint = 'runtime/not-found';

/** Every handler there is. */
export function allEntryPoints(contracts: readonly Contract[]): readonly EntryPoint[] {
  return [
    ...contracts.map(fileOf),
    PUBLISH_OUTBOX,
    RETRY_WAITING,
    SEND_MAIL,
    START_PURGE,
    START_RESET_EXPIRY,
    PURGE_REMOVED,
    EXPIRE_RESETS,
    NOT_FOUND,
  ];
}

/** Where infra/bundle.ts puts the bundles, and the stacks find them. */
export const BUILD = '.build';
export const BUNDLES = join(BUILD, 'functions');

/** The folder below `bundles` that holds the bundle of a handler, `index.mjs`. */
export function bundleFolder(bundles: string, entryPoint: EntryPoint): string {
  return join(bundles, entryPoint);
}
