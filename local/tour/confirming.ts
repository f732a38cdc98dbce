import * as z from 'zod';
import type { Step } from './chapter.ts';
import { step } from './chapter.ts';
import { TRANSACTION_PASSWORD } from './credentials.ts';
import { mail } from './mail.ts';
import type { Noted } from './notes.ts';
import { askForMailToken } from './requests.ts';

/** The steps that lead to a mail token for the master, noted under the name of the operation. */
export function mailTokenSteps(operation: string, after: string): readonly Step[] {
  return [
    step({
      does: `The master asks for a mail token for ${operation}`,
      rules: ['C-9'],
      request: (noted) => askForMailToken(noted('session of the master'), operation),
      status: 202,
      answer: () => z.object({ sentTo: z.string(), expiresAt: z.iso.datetime() }),
    }),
    mail({
      does: 'It comes by mail',
      rules: ['C-9'],
      to: 'address of the master',
      subject: /mail token/i,
      carries: ['Mail token'],
      after,
      note: (found) => ({ [tokenNote(operation)]: found['Mail token'], [timeNote(operation)]: found.sentAt }),
    }),
  ];
}

/** Name of the note with the time of an operation's token: the next one comes after it. */
export function timeNote(operation: string): string {
  return `time of the token for ${operation}`;
}

/** The confirmation made with the token that was noted. */
export function confirmed(noted: Noted, operation: string) {
  return { transactionPassword: TRANSACTION_PASSWORD, mailToken: noted(tokenNote(operation)) };
}

function tokenNote(operation: string): string {
  return `token for ${operation}`;
}
