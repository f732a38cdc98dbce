import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({
  name: z.string(),
  userId: z.string(),
  /** Last segment of the URL. */
  resetId: z.string(),
  /** When the code ends (RFC 3339), and after how many minutes. */
  validUntil: z.iso.datetime(),
  validMinutes: z.string(),
  resetCode: z.string(),
  consoleUrl: z.url(),
});
type Values = z.output<typeof Values>;

/**
 * C-6, C-7: the URL and the code with which a new login password is set. Opening the URL changes nothing, so that a mail
 * scanner that follows links does no harm: only sending the code does. The code stays out of URL and subject.
 */
export const loginPasswordReset = defineTemplate({
  values: Values,
  secrets: { resetCode: 'reset-code' },
  compose: { ja: japanese, en: english },
});

const pageOf = ({ consoleUrl, resetId }: Values) => new URL(`login-password-resets/${resetId}`, consoleUrl).href;

function japanese(values: Values): Message {
  const { name, userId, validUntil, validMinutes, resetCode } = values;

  return {
    subject: '【ビジネスID管理】ログインパスワードの再設定のお願い',
    blocks: [
      greeting.ja(name),
      {
        paragraph:
          '管理者の操作により、次のユーザーID（User ID）のログインパスワードは使えなくなりました。' +
          '下のページを開き、認証番号（Reset code）を入力して、新しいログインパスワードを決めてください。',
      },
      {
        facts: [
          { label: 'User ID', value: userId },
          { label: 'Reset code', value: resetCode },
        ],
      },
      { link: pageOf(values) },
      {
        paragraph: `認証番号は${validMinutes}分間、${tokyoTime(validUntil, 'ja')}まで有効で、一度だけ使えます。過ぎた場合は、もう一度管理者に再設定を依頼してください。`,
      },
      { paragraph: '再設定の後に初めてログインすると、初回ログイン時の設定の画面が表示されます。' },
      {
        paragraph:
          '認証番号は、誰に尋ねられても教えないでください。お心当たりがない場合は、社内の管理者または銀行へお知らせください。',
      },
      closing.ja,
    ],
  };
}

function english(values: Values): Message {
  const { name, userId, validUntil, validMinutes, resetCode } = values;

  return {
    subject: '[Business ID management] Set a new login password',
    blocks: [
      greeting.en(name),
      {
        paragraph:
          'An administrator has reset the login password of the following user ID, and it no longer works. Open the page ' +
          'below, enter the reset code, and choose a new login password.',
      },
      {
        facts: [
          { label: 'User ID', value: userId },
          { label: 'Reset code', value: resetCode },
        ],
      },
      { link: pageOf(values) },
      {
        paragraph:
          `The code can be used once, within ${validMinutes} minutes, until ${tokyoTime(validUntil, 'en')}. After that please ` +
          'ask an administrator for another reset.',
      },
      { paragraph: 'Your first login afterwards begins with the initial set-up.' },
      {
        paragraph:
          'Never tell the code to anyone, whoever asks. If you did not expect this mail, please tell your administrator or the bank.',
      },
      closing.en,
    ],
  };
}
