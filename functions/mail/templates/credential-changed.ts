import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({
  name: z.string(),
  userId: z.string(),
  what: z.enum([
    'login-password',
    'transaction-password',
    'login-name',
    'authenticator-registered',
    'authenticator-removed',
    'certificate-issued',
  ]),
  changedAt: z.iso.datetime(),
});
type Values = z.output<typeof Values>;
type Wording = Readonly<Record<Values['what'], { readonly subject: string; readonly happened: string }>>;

/** Tells a user of a change to the own credentials, so that somebody else's does not go unnoticed. */
export const credentialChanged = defineTemplate({
  values: Values,
  secrets: {},
  compose: { ja: japanese, en: english },
});

const JAPANESE: Wording = {
  'login-password': { subject: 'ログインパスワードが変更されました', happened: 'ログインパスワードが変更されました。' },
  'transaction-password': { subject: '取引パスワードが変更されました', happened: '取引パスワードが変更されました。' },
  'login-name': { subject: 'ログイン名が変更されました', happened: 'ログイン名が変更されました。' },
  'authenticator-registered': { subject: '認証アプリが登録されました', happened: '認証アプリが登録されました。' },
  'authenticator-removed': { subject: '認証アプリの登録が解除されました', happened: '認証アプリの登録が解除されました。' },
  'certificate-issued': { subject: '電子証明書が発行されました', happened: '電子証明書が発行され、受け取られました。' },
};

const ENGLISH: Wording = {
  'login-password': { subject: 'Your login password was changed', happened: 'the login password was changed' },
  'transaction-password': { subject: 'Your transaction password was changed', happened: 'the transaction password was changed' },
  'login-name': { subject: 'Your login name was changed', happened: 'the login name was changed' },
  'authenticator-registered': { subject: 'An authenticator app was registered', happened: 'an authenticator app was registered' },
  'authenticator-removed': { subject: 'Your authenticator app was removed', happened: 'the authenticator app was removed' },
  'certificate-issued': { subject: 'A client certificate was issued', happened: 'a client certificate was issued and picked up' },
};

function japanese({ name, userId, what, changedAt }: Values): Message {
  const { subject, happened } = JAPANESE[what];

  return {
    subject: `【ビジネスID管理】${subject}`,
    blocks: [
      greeting.ja(name),
      { paragraph: `${tokyoTime(changedAt, 'ja')}に、次のユーザーID（User ID）の${happened}` },
      { facts: [{ label: 'User ID', value: userId }] },
      {
        paragraph:
          'この変更にお心当たりがない場合は、ほかの人がログインしているおそれがあります。' +
          'すぐに社内のマスターIDの方、ユーザーグループ管理者、または銀行へお知らせください。',
      },
      closing.ja,
    ],
  };
}

function english({ name, userId, what, changedAt }: Values): Message {
  const { subject, happened } = ENGLISH[what];

  return {
    subject: `[Business ID management] ${subject}`,
    blocks: [
      greeting.en(name),
      { paragraph: `On ${tokyoTime(changedAt, 'en')} ${happened} for the following user ID.` },
      { facts: [{ label: 'User ID', value: userId }] },
      {
        paragraph:
          'If you do not know of this change, someone else may be logged in. Please tell the master user or a user ' +
          'administrator of your company, or the bank, at once.',
      },
      closing.en,
    ],
  };
}
