import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { getPermissionCatalogue } from '../../../functions/contracts/groups.ts';
import { call, expectProblem } from '../../support/api.ts';
import {
  ACCOUNTS,
  addedPerson,
  confirmation,
  createGroup,
  type Person,
  registeredTenant,
  registration,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';

type Catalogue = z.output<(typeof getPermissionCatalogue.replies)[200]>;

const read = async (token: string | undefined) => call<Catalogue>('GET', '/permission-catalogue', { token });

let master: Person;
let catalogue: Catalogue;

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  catalogue = (await read(master.token)).body;
});

describe('answered', () => {
  it('P-9 lists every right in order, the account rights first', () => {
    const ids = (scope: string) => catalogue.rights.filter((right) => right.scope === scope).map(({ id }) => id);

    expect(ids('account')).toEqual(['inquiry', 'operation', 'transfer', 'bulkTransfer']);
    expect(ids('tenant')).toEqual([
      'approval',
      'timeDeposit.inquiry',
      'timeDeposit.operation',
      'foreignCurrency.inquiry',
      'foreignCurrency.operation',
      'important',
      'securitySettings',
      'userAdministration',
      'directDebit',
      'depositAccounts',
      'history',
      'mobileApp',
      'documents',
    ]);
    expect(catalogue.rights.map(({ scope }) => scope)).toEqual([...Array(4).fill('account'), ...Array(13).fill('tenant')]);
  });

  it('P-9 labels and describes every right in Japanese and English', () => {
    const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

    for (const { id, labels, descriptions } of catalogue.rights) {
      for (const { ja, en } of [labels, descriptions]) {
        expect(ja, id).toMatch(japanese);
        expect(en, id).toMatch(/^[A-Z][\x20-\x7e]+$/);
      }
    }
  });

  it('P-1 P-2 P-4 says what each right needs', () => {
    const needs = catalogue.rights.filter(({ requires }) => Object.keys(requires).length > 0);

    expect(Object.fromEntries(needs.map(({ id, requires }) => [id, requires]))).toEqual({
      operation: { allOf: ['inquiry'], anyOf: ['transfer', 'bulkTransfer'] },
      transfer: { allOf: ['operation'] },
      bulkTransfer: { allOf: ['operation'] },
      approval: { anyOf: ['transfer', 'bulkTransfer'] },
      'timeDeposit.operation': { allOf: ['timeDeposit.inquiry'] },
      'foreignCurrency.operation': { allOf: ['foreignCurrency.inquiry'] },
    });
  });

  it('P-9 drives validation: each right that needs another is refused without it, at the right itself', async () => {
    const confirmed = await confirmation(master, 'createGroup');
    const needing = catalogue.rights.filter(({ requires }) => requires.allOf || requires.anyOf);

    for (const { id, scope } of needing) {
      const [product = '', right = ''] = id.split('.');
      const permissions =
        scope === 'account'
          ? { accounts: { [ACCOUNTS[0]]: { [id]: true } } }
          : { [product]: right === '' ? { approvalLimit: 0, selfApprovalLimit: 0 } : { [right]: true } };
      const answer = await call('POST', '/groups', {
        token: master.token,
        body: { name: '不足', permissions, confirmation: confirmed },
      });

      const pointer = scope === 'account' ? `/permissions/accounts/${ACCOUNTS[0]}/${id}` : `/permissions/${id.replace('.', '/')}`;
      expect(expectProblem(answer, 'rule-violation', 422).map((error) => error.pointer)).toContain(pointer);
    }
  });

  it('P-8 lists the accounts that rights can be given on, as the bank registered them', () => {
    const { accounts } = registration('');

    expect(catalogue.accounts).toEqual(accounts.map((account, index) => ({ accountId: ACCOUNTS[index], ...account })));
  });

  it('to every user of the tenant: to those without rights, and to a representative who has not applied', async () => {
    const person = await addedPerson(master, await createGroup(master, '権限なし'));
    const representative = await setUp((await registeredTenant()).email);

    for (const { token } of [person, representative]) {
      const { status, body } = await read(token);

      expect(status).toBe(200);
      expect(body.rights).toEqual(catalogue.rights);
    }
  });
});

describe('refused', () => {
  it('without a session', async () => {
    expectProblem(await read(undefined), 'unauthenticated', 401);
  });
});
