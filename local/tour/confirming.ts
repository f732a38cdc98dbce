import * as z from 'zod';
import type { Step } from './chapter.ts';
import { step } from './chapter.ts';
import { NEW_TRANSACTION_PASSWORD, TRANSACTION_PASSWORD } from './credentials.ts';
import { mail } from './mail.ts';
import type { Noted } from './notes.ts';
import { askForMailToken } from './requests.ts';

/** Who confirms: their notes end in these words. Kenji's transaction password is the one after its reset. */
const CONFIRMERS = {
  master: { called: 'The master', transactionPassword: TRANSACTION_PASSWORD },
  inquirer: { called: 'Hana', transactionPassword: TRANSACTION_PASSWORD },
  transferrer: { called: 'Kenji', transactionPassword: NEW_TRANSACTION_PASSWORD },
} as const;
type Confirmer = keyof typeof CONFIRMERS;

type Asking = {
  readonly by?: Confirmer;
  /** Name of the note with the time of the token before, in the same mailbox. */
  readonly after?: string;
  /** What a token about money is bound to; its mail shows that. */
  readonly target?: (noted: Noted) => object;
};

/** The steps that lead to a mail token, noted under the name of the operation. */
export function mailTokenSteps(operation: string, { by = 'master', after, target }: Asking = {}): readonly Step[] {
  const rules = target === undefined ? ['C-9'] : ['C-9', 'C-10', 'A-3'];
  const shown = target === undefined ? [] : (['Kind', 'Account', 'Amount'] as const);

  return [
    step({
      does: `${CONFIRMERS[by].called} asks for a mail token for ${operation}`,
      rules,
      request: (noted) => askForMailToken(noted(`session of the ${by}`), operation, target?.(noted)),
      status: 202,
      answer: () => z.object({ sentTo: z.string(), expiresAt: z.iso.datetime() }),
    }),
    mail({
      does: target === undefined ? 'It comes by mail' : 'It comes by mail, which shows kind, account and amount',
      rules,
      to: `address of the ${by}`,
      subject: /mail token/i,
      carries: ['Mail token', ...shown],
      ...(after !== undefined && { after }),
      note: (found) => ({ [tokenNote(operation)]: found['Mail token'], [timeNote(operation)]: found.sentAt }),
    }),
  ];
}

/** Name of the note with the time of an operation's token: the next one comes after it. */
export function timeNote(operation: string): string {
  return `time of the token for ${operation}`;
}

/** The confirmation made with the token that was noted. */
export function confirmed(noted: Noted, operation: string, by: Confirmer = 'master') {
  return { transactionPassword: CONFIRMERS[by].transactionPassword, mailToken: noted(tokenNote(operation)) };
}

function tokenNote(operation: string): string {
  return `token for ${operation}`;
}
