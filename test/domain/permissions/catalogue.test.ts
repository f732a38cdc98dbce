import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../domain/permissions/catalogue.ts';

const right = (id: string) => CATALOGUE.find((entry) => entry.id === id);

describe('permission catalogue', () => {
  it('P-9 lists every right once, per scope and in the order of the rules', () => {
    const ids = (scope: string) => CATALOGUE.filter((entry) => entry.scope === scope).map(({ id }) => id);

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
  });

  it('P-9 gives every right its own label and description, in Japanese and in English', () => {
    const texts = CATALOGUE.flatMap(({ labels, descriptions }) => [
      { ja: labels.ja, en: labels.en },
      { ja: descriptions.ja, en: descriptions.en },
    ]);

    for (const { ja, en } of texts) {
      expect(ja).toMatch(/[\p{Script=Han}\p{Script=Katakana}]/u);
      expect(en).toMatch(/^[\x20-\x7e]+$/);
    }
    expect(new Set(texts.map(({ ja }) => ja)).size).toBe(texts.length);
    expect(new Set(texts.map(({ en }) => en)).size).toBe(texts.length);
  });

  it('P-1, P-2, P-4 carries exactly the dependencies of the rules', () => {
    expect(right('operation')?.requires).toEqual({ allOf: ['inquiry'], anyOf: ['transfer', 'bulkTransfer'] });
    expect(right('transfer')?.requires).toEqual({ allOf: ['operation'] });
    expect(right('bulkTransfer')?.requires).toEqual({ allOf: ['operation'] });
    expect(right('approval')?.requires).toEqual({ anyOf: ['transfer', 'bulkTransfer'] });
    expect(right('timeDeposit.operation')?.requires).toEqual({ allOf: ['timeDeposit.inquiry'] });
    expect(right('foreignCurrency.operation')?.requires).toEqual({ allOf: ['foreignCurrency.inquiry'] });

    const dependent = CATALOGUE.filter(({ requires }) => Object.keys(requires).length > 0).map(({ id }) => id);
    expect(dependent).toHaveLength(6);
  });
});
