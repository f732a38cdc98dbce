import * as fc from 'fast-check';
import type { Question } from '../../../domain/approvals/decide.ts';
import { ACCOUNT_ENTRIES, TENANT_ENTRIES } from '../../../domain/permissions/catalogue.ts';
import { grantPermissions, type Holder, type OwnedAccount } from '../../../domain/permissions/effective-permissions.ts';
import { ACCOUNT_IDS, generousMatrix, laterAccounts, soundMatrix } from '../permissions/arbitraries.ts';

/** Somebody of a tenant, its accounts as they are open now, and what is asked about them. */
export type Case = { readonly holder: Holder; readonly accounts: readonly OwnedAccount[]; readonly question: Question };

const LARGEST = 999_999_999_999;
const OPENED_SINCE = '103-3000001';

const OPEN_AT_THE_GRANT = ACCOUNT_IDS.map((accountId) => ({ accountId, opening: 1 }));
const accountsNow: fc.Arbitrary<readonly OwnedAccount[]> = fc
  .tuple(laterAccounts, fc.boolean())
  .map(([accounts, oneMore]) => (oneMore ? [...accounts, { accountId: OPENED_SINCE, opening: 8 }] : accounts));

/** Mostly users: a group was given its matrix while every account was open. */
const holders: fc.Arbitrary<Holder> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .oneof(soundMatrix, generousMatrix)
      .map((matrix) => ({ role: 'user', granted: grantPermissions(matrix, OPEN_AT_THE_GRANT) }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ role: 'master' } as const) },
  { weight: 1, arbitrary: fc.constant({ role: 'representative' } as const) },
);

/** Mostly a yen or none from one of the holder's limits, where a decision turns. */
function amountsAround(holder: Holder): fc.Arbitrary<number | undefined> {
  const { approvalLimit, selfApprovalLimit } = (holder.role === 'user' && holder.granted.approval) || {
    approvalLimit: 0,
    selfApprovalLimit: 0,
  };
  const nearby = [approvalLimit, selfApprovalLimit].flatMap((limit) => [limit - 1, limit, limit + 1]);

  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...nearby.map((amount) => Math.max(amount, 1))) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: LARGEST }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** Mostly an account that the holder was given rights on. */
function accountIdsAround(holder: Holder): fc.Arbitrary<string | undefined> {
  const granted = holder.role === 'user' ? Object.keys(holder.granted.accounts) : [];
  const any = fc.constantFrom(...ACCOUNT_IDS, OPENED_SINCE, 'constructor', undefined);

  return granted.length === 0
    ? any
    : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...granted) }, { weight: 1, arbitrary: any });
}

/** Mostly about money, of which there is most to decide. */
function questionsAbout(holder: Holder): fc.Arbitrary<Question> {
  const accountId = accountIdsAround(holder);
  const amount = amountsAround(holder);
  const kind = fc.constantFrom('transfer', 'bulk-transfer', undefined);
  const transferRight = fc.constantFrom('transfer', 'bulkTransfer');

  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ right: transferRight, accountId, amount }) },
    { weight: 4, arbitrary: fc.record({ right: fc.constant('approval'), accountId, amount, kind }) },
    { weight: 2, arbitrary: fc.record({ right: fc.constantFrom(...ACCOUNT_ENTRIES.map(({ id }) => id)), accountId }) },
    { weight: 2, arbitrary: fc.record({ right: fc.constantFrom(...TENANT_ENTRIES.map(({ id }) => id)) }) },
  );
}

export const cases: fc.Arbitrary<Case> = fc
  .tuple(holders, accountsNow)
  .chain(([holder, accounts]) => questionsAbout(holder).map((question) => ({ holder, accounts, question })));
