import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({ name: z.string(), userId: z.string(), lockedAt: z.iso.datetime() });
type Values = z.output<typeof Values>;

/** C-9: the authenticator app has been locked. The ways out: removing it (C-9), an administrator (C-14), the bank (C-15). */
export const authenticatorLocked = defineTemplate({
  values: Values,
  secrets: {},
  compose: { ja: japanese, en: english },
});

function japanese({ name, userId, lockedAt }: Values): Message {
  return {
    subject: '【ビジネスID管理】認証アプリがロックされました',
    blocks: [
      greeting.ja(name),
      {
        paragraph: `認証アプリのコードの誤りが続いたため、${tokyoTime(lockedAt, 'ja')}に、次のユーザーID（User ID）の認証アプリをロックしました。`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      { paragraph: 'ログインはできますが、認証アプリで確認する操作は行えません。' },
      {
        paragraph:
          '認証アプリの登録を解除し、登録し直すと、再び使えるようになります。' +
          'ご自身で解除できない場合は、社内のマスターIDの方またはユーザーグループ管理者に解除を依頼してください。' +
          '社内に依頼できる方がいない場合は、銀行にご連絡ください。',
      },
      {
        paragraph:
          'ご自身の操作でない場合は、ほかの人がログインしているおそれがあります。' +
          'すぐにログインパスワードを変更し、社内の管理者または銀行へお知らせください。',
      },
      closing.ja,
    ],
  };
}

function english({ name, userId, lockedAt }: Values): Message {
  return {
    subject: '[Business ID management] Your authenticator app is locked',
    blocks: [
      greeting.en(name),
      {
        paragraph: `After several wrong codes in a row, the authenticator app of this user ID was locked on ${tokyoTime(lockedAt, 'en')}.`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      { paragraph: 'You can still log in, but operations confirmed with the authenticator app cannot be done.' },
      {
        paragraph:
          'Remove the authenticator app and register it again to use it once more. If you cannot remove it yourself, ask the master ' +
          'user or a user administrator of your company to do so. If nobody in your company can, please contact the bank.',
      },
      {
        paragraph:
          'If this was not you, someone else may be logged in. Change your login password at once, and tell your administrator or ' +
          'the bank.',
      },
      closing.en,
    ],
  };
}
