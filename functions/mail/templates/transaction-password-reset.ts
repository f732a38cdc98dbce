import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({ name: z.string(), userId: z.string(), resetAt: z.iso.datetime(), consoleUrl: z.url() });
type Values = z.output<typeof Values>;

/** C-8: the transaction password no longer works; a new one is set after the next login, or at once in a running session. */
export const transactionPasswordReset = defineTemplate({
  values: Values,
  secrets: {},
  compose: { ja: japanese, en: english },
});

function japanese({ name, userId, resetAt, consoleUrl }: Values): Message {
  return {
    subject: '【ビジネスID管理】取引パスワードの再設定のお願い',
    blocks: [
      greeting.ja(name),
      {
        paragraph: `${tokyoTime(resetAt, 'ja')}に、管理者の操作により、次のユーザーID（User ID）の取引パスワードは使えなくなりました。`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      {
        paragraph:
          'ログインして、画面の案内に沿って新しい取引パスワードを決めてください。設定が済むまで、ほかの機能はお使いになれません。',
      },
      { link: consoleUrl },
      { paragraph: 'お心当たりがない場合は、社内の管理者または銀行へお知らせください。' },
      closing.ja,
    ],
  };
}

function english({ name, userId, resetAt, consoleUrl }: Values): Message {
  return {
    subject: '[Business ID management] Set a new transaction password',
    blocks: [
      greeting.en(name),
      {
        paragraph: `On ${tokyoTime(resetAt, 'en')} an administrator reset the transaction password of the following user ID. It no longer works.`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      { paragraph: 'Log in and choose a new one as the screen asks. Nothing else can be used until this is done.' },
      { link: consoleUrl },
      { paragraph: 'If you did not expect this, please tell your administrator or the bank.' },
      closing.en,
    ],
  };
}
