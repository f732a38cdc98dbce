/**
 * The vocabulary of the single table: which kinds of item exist and what a function may do with them.
 *
 * Every partition key starts with its entity's prefix (`GROUP#…`), so that IAM can grant a function
 * exactly the entities it declares, through `dynamodb:LeadingKeys`. docs/data-model.md shows all keys.
 */
export const ENTITY_PREFIXES = {
  tenant: 'TENANT',
  erasedTenant: 'ERASED_TENANT',
  subscription: 'SUBSCRIPTION',
  acceptance: 'ACCEPTANCE',
  group: 'GROUP',
  user: 'USER',
  credentials: 'CREDENTIALS',
  loginId: 'LOGIN_ID',
  loginFailures: 'LOGIN_FAILURES',
  loginPasswordReset: 'LOGIN_PASSWORD_RESET',
  certificateOrder: 'CERTIFICATE_ORDER',
  certificate: 'CERTIFICATE',
  approvalRequest: 'APPROVAL_REQUEST',
  approvalReference: 'APPROVAL_REFERENCE',
  session: 'SESSION',
  idempotency: 'IDEMPOTENCY',
  loginHistory: 'LOGIN_HISTORY',
  operationHistory: 'OPERATION_HISTORY',
  outbox: 'OUTBOX',
  mail: 'MAIL',
} as const;

export type Entity = keyof typeof ENTITY_PREFIXES;

/** What may be done with an entity, in the words of the access patterns; each maps to one or two IAM actions. */
export type TableAction = 'get' | 'list' | 'put' | 'update' | 'delete' | 'check';

/** Per entity, the actions granted. What is not named is refused by IAM. */
export type TableAccess = Readonly<Partial<Record<Entity, readonly TableAction[]>>>;

/** Key and index attributes; the data stack creates the table from them, the adapters address items with them. */
export const TABLE = {
  partitionKey: 'PK',
  sortKey: 'SK',
  /** TTL attribute, seconds since 1970. */
  timeToLive: 'expiresAt',
  /** Sparse index of what waits to be published or sent, by shard and by when it is due for another try. */
  waitingIndex: { name: 'waiting', partitionKey: 'waitingShard', sortKey: 'retryAt' },
} as const;

/** Unites grants; an action named twice is granted once. */
export function mergeAccess(...grants: readonly TableAccess[]): TableAccess {
  const merged: Partial<Record<Entity, readonly TableAction[]>> = {};

  for (const grant of grants) {
    for (const [entity, actions] of Object.entries(grant) as [Entity, readonly TableAction[]][]) {
      merged[entity] = [...new Set([...(merged[entity] ?? []), ...actions])];
    }
  }

  return merged;
}
