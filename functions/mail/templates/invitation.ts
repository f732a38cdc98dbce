import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Block, Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({
  /** Whom the mail is for: a user a company added, or the representative the bank registered. */
  recipient: z.enum(['user', 'representative']),
  name: z.string(),
  tenantName: z.string(),
  userId: z.string(),
  /** How long the temporary password is good for: days, and when it ends (RFC 3339). */
  validDays: z.string(),
  validUntil: z.iso.datetime(),
  temporaryLoginPassword: z.string(),
  consoleUrl: z.url(),
});
type Values = z.output<typeof Values>;

/** U-4, and registration by the bank: the user ID and the temporary login password. */
export const invitation = defineTemplate({
  values: Values,
  secrets: { temporaryLoginPassword: 'temporary-login-password' },
  compose: { ja: japanese, en: english },
});

/** What differs between the recipients. */
type Wording = Record<
  Values['recipient'],
  { subject: string; why: (tenantName: string) => string; afterwards: Block[]; late: string; unexpected: string }
>;

const JAPANESE: Wording = {
  user: {
    subject: '【ビジネスID管理】ユーザーIDのお知らせ',
    why: (tenantName) => `このたび、${tenantName}のビジネスID管理に、ユーザーとして登録されました。`,
    afterwards: [],
    late: '期間内にログインできなかったときは、社内のマスターIDの方またはユーザーグループ管理者にご相談ください。',
    unexpected: 'お心当たりがない場合は、記載の情報を使わずに、社内の管理者または銀行へお知らせください。',
  },
  representative: {
    subject: '【ビジネスID管理】取引責任者のユーザーIDのお知らせ',
    why: (tenantName) => `このたび、${tenantName}の取引責任者として銀行に登録されました。`,
    afterwards: [{ paragraph: '設定が済むと、ビジネスID管理に申し込み、社内の方をユーザーに加えられるようになります。' }],
    late: '期間内にログインできなかったときは、銀行にご連絡ください。',
    unexpected: 'お心当たりがない場合は、記載の情報を使わずに、銀行へお知らせください。',
  },
};

const ENGLISH: Wording = {
  user: {
    subject: '[Business ID management] Your user ID',
    why: (tenantName) => `${tenantName} has added you as a user of Business ID management.`,
    afterwards: [],
    late: 'If you could not log in in time, please ask the master user or a user administrator of your company.',
    unexpected: 'If you did not expect this mail, please do not use what it contains, and tell your administrator or the bank.',
  },
  representative: {
    subject: '[Business ID management] Your user ID as representative',
    why: (tenantName) => `The bank has registered ${tenantName} with you as its representative.`,
    afterwards: [{ paragraph: 'After that you can apply for Business ID management and add people of your company as users.' }],
    late: 'If you could not log in in time, please contact the bank.',
    unexpected: 'If you did not expect this mail, please do not use what it contains, and tell the bank.',
  },
};

function credentials({ userId, temporaryLoginPassword }: Values): Block {
  return {
    facts: [
      { label: 'User ID', value: userId },
      { label: 'Temporary login password', value: temporaryLoginPassword },
    ],
  };
}

function japanese(values: Values): Message {
  const { recipient, name, tenantName, validDays, validUntil, consoleUrl } = values;
  const { subject, why, afterwards, late, unexpected } = JAPANESE[recipient];

  return {
    subject,
    blocks: [
      greeting.ja(name),
      {
        paragraph: `${why(tenantName)}初めてログインするときに使うユーザーID（User ID）と仮ログインパスワード（Temporary login password）をお送りします。`,
      },
      credentials(values),
      {
        paragraph: `仮ログインパスワードは初回のログイン専用で、有効期間は${validDays}日間、${tokyoTime(validUntil, 'ja')}までです。`,
      },
      {
        paragraph:
          '次のページを開いてログインし、画面の案内に沿って新しいログインパスワードと取引パスワードを決めてください。' +
          '設定が済むまで、ほかの機能はお使いになれません。',
      },
      { link: consoleUrl },
      ...afterwards,
      { paragraph: late },
      { paragraph: unexpected },
      closing.ja,
    ],
  };
}

function english(values: Values): Message {
  const { recipient, name, tenantName, validDays, validUntil, consoleUrl } = values;
  const { subject, why, afterwards, late, unexpected } = ENGLISH[recipient];

  return {
    subject,
    blocks: [
      greeting.en(name),
      { paragraph: `${why(tenantName)} This is what you need to log in for the first time.` },
      credentials(values),
      {
        paragraph:
          'The temporary login password is for your first login only and is valid for ' +
          `${validDays} days, until ${tokyoTime(validUntil, 'en')}.`,
      },
      {
        paragraph:
          'Open the page below, log in, and choose a new login password and a transaction password as the screen asks. ' +
          'Nothing else can be used until this is done.',
      },
      { link: consoleUrl },
      ...afterwards,
      { paragraph: late },
      { paragraph: unexpected },
      closing.en,
    ],
  };
}
