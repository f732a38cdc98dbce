import type { Context, EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Question } from '../../../domain/approvals/decide.ts';
import type { Holder, OwnedAccount } from '../../../domain/permissions/effective-permissions.ts';
import { accountAsked, type EntityRef, entitiesOf, principalOf, ref, TENANT } from './entities.ts';

export type CedarRequest = {
  readonly principal: EntityRef;
  readonly action: EntityRef;
  readonly resource: EntityRef;
  readonly context: Context;
  readonly entities: EntityJson[];
};

/** What Cedar is asked: whether it may be done, and of a transfer whether without another user. */
export type CedarRequests = { readonly may: CedarRequest; readonly alone?: CedarRequest };

/** amounts begin at 1 yen, so a transfer without one is about the smallest. */
const SMALLEST = 1;

/** Puts a question to Cedar, with the entities it takes and no others. */
export function requestsOf(question: Question, holder: Holder, accounts: readonly OwnedAccount[]): CedarRequests {
  const { right, accountId, amount, kind } = question;
  const account = accountAsked(accountId, holder, accounts);
  const about = { principal: principalOf(holder), entities: entitiesOf(holder, accounts) };
  const request = (action: string, resource: EntityRef, context: Context = {}) => ({
    ...about,
    action: ref('Action', action),
    resource,
    context,
  });

  switch (right) {
    case 'transfer':
    case 'bulkTransfer':
      return { may: request(right, account), alone: request('selfApproval', account, { amount: amount ?? SMALLEST }) };
    case 'approval': {
      const kinds = kind === undefined ? ['transfer', 'bulk-transfer'] : [kind];
      const context: Context = amount === undefined ? { kinds } : { kinds, amount };

      return { may: request(right, accountId === undefined ? TENANT : account, context) };
    }
    case 'inquiry':
    case 'operation':
      return { may: request(right, account) };
    default:
      return { may: request(right, TENANT) };
  }
}
