import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({
  name: z.string(),
  /** RFC 3339. */
  changedAt: z.iso.datetime(),
});
type Values = z.output<typeof Values>;

/** C-15: the bank has let everybody of the tenant log in without a certificate again. */
export const loginMethodReset = defineTemplate({ values: Values, secrets: {}, compose: { ja: japanese, en: english } });

function japanese({ name, changedAt }: Values): Message {
  return {
    subject: '【ビジネスID管理】ログイン方法が変更されました',
    blocks: [
      greeting.ja(name),
      {
        paragraph: `${tokyoTime(changedAt, 'ja')}に、銀行がお客さまのログイン方法をユーザーIDによる方法に戻しました。電子証明書がなくても、ユーザーIDとログインパスワードでログインできます。`,
      },
      { paragraph: 'お心当たりがない場合は、銀行へお知らせください。' },
      closing.ja,
    ],
  };
}

function english({ name, changedAt }: Values): Message {
  return {
    subject: '[Business ID management] The login method was changed',
    blocks: [
      greeting.en(name),
      {
        paragraph: `On ${tokyoTime(changedAt, 'en')} the bank set the login method of your company back to user ID. Everybody can log in with user ID and login password, without a client certificate.`,
      },
      { paragraph: 'If you did not expect this, please tell the bank.' },
      closing.en,
    ],
  };
}
