import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({ name: z.string(), userId: z.string(), lockedAt: z.iso.datetime() });
type Values = z.output<typeof Values>;

/** C-5: the login password has been locked. Ways out are C-6 and, for a company locked out altogether, C-15. */
export const loginLocked = defineTemplate({
  values: Values,
  secrets: {},
  compose: { ja: japanese, en: english },
});

function japanese({ name, userId, lockedAt }: Values): Message {
  return {
    subject: '【ビジネスID管理】ログインパスワードがロックされました',
    blocks: [
      greeting.ja(name),
      {
        paragraph: `ログインパスワードの誤りが続いたため、${tokyoTime(lockedAt, 'ja')}に、次のユーザーID（User ID）でのログインを停止しました。`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      {
        paragraph:
          '再開するには、社内のマスターIDの方またはユーザーグループ管理者に、ログインパスワードの再設定（ロック解除）を依頼してください。' +
          '社内に依頼できる方がいない場合は、銀行にご連絡ください。',
      },
      {
        paragraph: 'ご自身の操作でない場合は、ほかの人がログインを試みたおそれがあります。依頼の際に、そのこともお伝えください。',
      },
      closing.ja,
    ],
  };
}

function english({ name, userId, lockedAt }: Values): Message {
  return {
    subject: '[Business ID management] Your login password is locked',
    blocks: [
      greeting.en(name),
      {
        paragraph: `After several wrong login passwords in a row, logging in with this user ID was stopped on ${tokyoTime(lockedAt, 'en')}.`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      {
        paragraph:
          'To log in again, ask the master user or a user administrator of your company to reset your login password. ' +
          'If nobody in your company can do so, please contact the bank.',
      },
      { paragraph: 'If this was not you, someone else may have tried to log in. Please say so when you ask for the reset.' },
      closing.en,
    ],
  };
}
