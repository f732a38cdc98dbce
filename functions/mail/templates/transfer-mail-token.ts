import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Block, Language } from '../message.ts';
import { TokenValues, tokenMessage } from './mail-token.ts';

const KINDS = {
  transfer: { ja: '振込・振替', en: 'Transfer' },
  'bulk-transfer': { ja: '総合振込', en: 'Bulk transfer' },
} as const;

const Values = TokenValues.extend({
  kind: z.enum(['transfer', 'bulk-transfer']),
  accountId: z.string(),
  /** Whole yen, in digits. */
  amount: z.string().regex(/^\d+$/),
});
type Values = z.output<typeof Values>;

/** A-3, C-10: the token for a decision about money shows what it decides on, so that nobody confirms another transfer unawares. */
export const transferMailToken = defineTemplate({
  values: Values,
  secrets: { mailToken: 'mail-token' },
  compose: {
    ja: (values) => tokenMessage.ja(values, [detailsOf(values, 'ja')]),
    en: (values) => tokenMessage.en(values, [detailsOf(values, 'en')]),
  },
});

function detailsOf({ kind, accountId, amount }: Values, language: Language): Block {
  return {
    facts: [
      { label: 'Kind', value: KINDS[kind][language] },
      { label: 'Account', value: accountId },
      { label: 'Amount', value: `JPY ${Number(amount).toLocaleString('en')}` },
    ],
  };
}
