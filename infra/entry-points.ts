import { join } from 'node:path';
import type { Contract } from '../functions/contracts/contract.ts';
import { fileOf } from '../functions/contracts/index.ts';

/** A handler below functions/, without its extension (`groups/create-group`); it becomes one bundle and one Lambda. */
export type EntryPoint = string;

const handlers: EntryPoint[] = [];

/** Declares a handler that is no operation. */
function handler(entryPoint: EntryPoint): EntryPoint {
  handlers.push(entryPoint);

  return entryPoint;
}

/** What the stream, the scheduler and the bus invoke. */
export const PUBLISH_OUTBOX = handler('listeners/publish-outbox');
export const RETRY_WAITING = handler('listeners/retry-waiting');
export const SEND_MAIL = handler('listeners/send-mail');
export const MARK_ADDRESS = handler('listeners/mark-address');
export const START_WORKFLOW = handler('listeners/start-workflow');
export const EXPIRE_REQUESTS = handler('listeners/expire-requests');
export const START_REMINDERS = handler('listeners/start-reminders');
export const START_AUDIT = handler('listeners/start-audit');
export const CHECK_EXPIRIES = handler('listeners/check-expiries');

/** What CloudFormation invokes. */
export const PUBLISH_TRUSTSTORE = handler('listeners/publish-truststore');

/** What state machines invoke. */
export const PURGE_REMOVED = handler('workflows/purge-removed');
export const PURGE_SUBSCRIPTION = handler('workflows/purge-subscription');
export const PURGE_TENANT = handler('workflows/purge-tenant');
export const EXPIRE_RESETS = handler('workflows/expire-resets');
export const EXPIRE_ORDERS = handler('workflows/expire-orders');
export const CLOSE_ORDERS = handler('workflows/close-orders');
export const REVOKE_CERTIFICATES = handler('workflows/revoke-certificates');
export const REMOVE_CERTIFICATES = handler('workflows/remove-certificates');
export const REMIND_HOLDERS = handler('workflows/remind-holders');
export const REQUEST_AUDIT_REPORT = handler('workflows/request-audit-report');
export const AUDIT_CERTIFICATES = handler('workflows/audit-certificates');

/** Answers every path no operation has. */
export const NOT_FOUND = handler('runtime/not-found');

/** Every handler there is. */
export function allEntryPoints(contracts: readonly Contract[]): readonly EntryPoint[] {
  return [...contracts.map(fileOf), ...handlers];
}

/** Where infra/bundle.ts puts the bundles, and the stacks find them. */
export const BUILD = '.build';
export const BUNDLES = join(BUILD, 'functions');

/** The folder below `bundles` that holds the bundle of a handler, `index.mjs`. */
export function bundleFolder(bundles: string, entryPoint: EntryPoint): string {
  return join(bundles, entryPoint);
}
