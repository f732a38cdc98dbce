import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({ name: z.string(), userId: z.string(), lockedAt: z.iso.datetime() });
type Values = z.output<typeof Values>;

/** C-9: the transaction password has been locked. Ways out are C-8 and, for a company locked out altogether, C-15. */
export const transactionPasswordLocked = defineTemplate({
  values: Values,
  secrets: {},
  compose: { ja: japanese, en: english },
});

function japanese({ name, userId, lockedAt }: Values): Message {
  return {
    subject: '【ビジネスID管理】取引パスワードがロックされました',
    blocks: [
      greeting.ja(name),
      {
        paragraph: `取引パスワードの誤りが続いたため、${tokyoTime(lockedAt, 'ja')}に、次のユーザーID（User ID）の取引パスワードをロックしました。`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      { paragraph: 'ログインはできますが、取引パスワードで確認する操作は、解除されるまで行えません。' },
      {
        paragraph:
          '解除するには、社内のマスターIDの方またはユーザーグループ管理者に、取引パスワードの再設定（ロック解除）を依頼し、' +
          'その後ログインして新しい取引パスワードを決めてください。社内に依頼できる方がいない場合は、銀行にご連絡ください。',
      },
      {
        paragraph:
          'ご自身の操作でない場合は、ほかの人がログインしているおそれがあります。' +
          'すぐにログインパスワードを変更し、依頼の際に、そのこともお伝えください。',
      },
      closing.ja,
    ],
  };
}

function english({ name, userId, lockedAt }: Values): Message {
  return {
    subject: '[Business ID management] Your transaction password is locked',
    blocks: [
      greeting.en(name),
      {
        paragraph: `After several wrong transaction passwords in a row, the transaction password of this user ID was locked on ${tokyoTime(lockedAt, 'en')}.`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      {
        paragraph:
          'You can still log in, but operations confirmed with the transaction password cannot be done until it is unlocked.',
      },
      {
        paragraph:
          'To unlock it, ask the master user or a user administrator of your company to reset your transaction password, then log in ' +
          'and choose a new one. If nobody in your company can do so, please contact the bank.',
      },
      {
        paragraph:
          'If this was not you, someone else may be logged in. Change your login password at once, and say so when you ask for the reset.',
      },
      closing.en,
    ],
  };
}
