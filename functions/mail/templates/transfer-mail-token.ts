import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Block } from '../message.ts';
import { TokenValues, tokenMessage } from './mail-token.ts';

/** Data reads the same in every language. */
const KINDS = { transfer: '振込・振替 / Transfer', 'bulk-transfer': '総合振込 / Bulk transfer' } as const;

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
    ja: (values) => tokenMessage.ja(values, [detailsOf(values)]),
    en: (values) => tokenMessage.en(values, [detailsOf(values)]),
  },
});

function detailsOf({ kind, accountId, amount }: Values): Block {
  return {
    facts: [
      { label: 'Kind', value: KINDS[kind] },
      { label: 'Account', value: accountId },
      { label: 'Amount', value: `JPY ${Number(amount).toLocaleString('en')}` },
    ],
  };
}
