import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { AccountRight } from '../../../domain/permissions/catalogue.ts';
import type { GrantedPermissions, Holder, OwnedAccount } from '../../../domain/permissions/effective-permissions.ts';
import type { AccountId } from '../../../domain/permissions/permissions.ts';

/** An entity as Cedar reads it, with a schema and without. */
export type EntityRef = ReturnType<typeof ref>;

export const TENANT = ref('Tenant', 'the tenant');
const GROUP = ref('Group', 'the group');
const TYPE_OF = { representative: 'Representative', master: 'Master', user: 'User' } as const;

export function ref(type: string, id: string) {
  return { __entity: { type, id } };
}

export function principalOf({ role }: Holder): EntityRef {
  return ref(TYPE_OF[role], 'the caller');
}

/** What Cedar is told of a holder and its tenant: what is stored, with nothing worked out. */
export function entitiesOf(holder: Holder, accounts: readonly OwnedAccount[]): EntityJson[] {
  const tenant = { uid: TENANT, attrs: { accounts: accounts.map(accountRef) }, parents: [] };
  const uid = principalOf(holder);

  return holder.role === 'user'
    ? [tenant, { uid, attrs: { tenant: TENANT, group: GROUP }, parents: [] }, groupEntity(holder.granted)]
    : [tenant, { uid, attrs: { tenant: TENANT }, parents: [] }];
}

/** The account of a question: as it is open now, else as the group knows it. */
export function accountAsked(accountId: AccountId | undefined, holder: Holder, accounts: readonly OwnedAccount[]): EntityRef {
  const granted = holder.role === 'user' ? rowsOf(holder.granted) : [];
  const known = [...accounts, ...granted].find((account) => account.accountId === accountId);

  return known ? accountRef(known) : ref('Account', 'unknown');
}

function groupEntity(granted: GrantedPermissions): EntityJson {
  const { accounts: _, approval, ...tenantRights } = granted;
  const accountsWith = (right: AccountRight) =>
    rowsOf(granted)
      .filter((row) => row[right])
      .map(accountRef);

  return {
    uid: GROUP,
    attrs: {
      inquiry: accountsWith('inquiry'),
      operation: accountsWith('operation'),
      transfer: accountsWith('transfer'),
      bulkTransfer: accountsWith('bulkTransfer'),
      ...(approval === null ? {} : { approval }),
      ...tenantRights,
    },
    parents: [],
  };
}

function rowsOf({ accounts }: GrantedPermissions) {
  return Object.entries(accounts).map(([accountId, row]) => ({ accountId, ...row }));
}

function accountRef({ accountId, opening }: OwnedAccount): EntityRef {
  return ref('Account', `${accountId} opened at ${opening}`);
}
