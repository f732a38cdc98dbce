import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({
  name: z.string(),
  userId: z.string(),
  loggedInAt: z.iso.datetime(),
  client: z.enum(['web', 'mobile']),
});
type Values = z.output<typeof Values>;

const CLIENTS = {
  ja: { web: 'ウェブブラウザ', mobile: 'スマートフォンアプリ' },
  en: { web: 'a web browser', mobile: 'the mobile app' },
} as const;

/** Somebody logged in from a device or a place that the user's logins have not come from lately. It names no address. */
export const newLogin = defineTemplate({
  values: Values,
  secrets: {},
  compose: { ja: japanese, en: english },
});

function japanese({ name, userId, loggedInAt, client }: Values): Message {
  return {
    subject: '【ビジネスID管理】新しい環境からのログインがありました',
    blocks: [
      greeting.ja(name),
      {
        paragraph: `${tokyoTime(loggedInAt, 'ja')}に、次のユーザーID（User ID）で、これまでと異なる端末または場所の${CLIENTS.ja[client]}からログインがありました。`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      { paragraph: 'ご自身のログインであれば、お手続きは必要ありません。' },
      {
        paragraph:
          'お心当たりがない場合は、ほかの人がログインパスワードを知っているおそれがあります。すぐにログインパスワードを変更し、' +
          '社内の管理者または銀行へお知らせください。',
      },
      closing.ja,
    ],
  };
}

function english({ name, userId, loggedInAt, client }: Values): Message {
  return {
    subject: '[Business ID management] A login from a new device or place',
    blocks: [
      greeting.en(name),
      {
        paragraph: `On ${tokyoTime(loggedInAt, 'en')} somebody logged in with the following user ID through ${CLIENTS.en[client]}, from a device or place that is new to us.`,
      },
      { facts: [{ label: 'User ID', value: userId }] },
      { paragraph: 'If this was you, there is nothing to do.' },
      {
        paragraph:
          'If it was not, somebody else may know your login password. Please change it at once, and tell your administrator or the bank.',
      },
      closing.en,
    ],
  };
}
