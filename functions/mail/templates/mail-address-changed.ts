import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({ name: z.string(), userId: z.string(), changedAt: z.iso.datetime() });
type Values = z.output<typeof Values>;

/** U-11: goes to the address that was and to the one that is; neither is named, so that no mail gives the other away. */
export const mailAddressChanged = defineTemplate({
  values: Values,
  secrets: {},
  compose: { ja: japanese, en: english },
});

function japanese({ name, userId, changedAt }: Values): Message {
  return {
    subject: '【ビジネスID管理】メールアドレスが変更されました',
    blocks: [
      greeting.ja(name),
      { paragraph: `${tokyoTime(changedAt, 'ja')}に、次のユーザーID（User ID）に登録されているメールアドレスが変更されました。` },
      { facts: [{ label: 'User ID', value: userId }] },
      {
        paragraph:
          'このメールは、変更前と変更後の両方のメールアドレスにお送りしています。今後のご連絡は、変更後のメールアドレスにお送りします。',
      },
      { paragraph: 'この変更にお心当たりがない場合は、すぐに社内の管理者または銀行へお知らせください。' },
      closing.ja,
    ],
  };
}

function english({ name, userId, changedAt }: Values): Message {
  return {
    subject: '[Business ID management] Your mail address was changed',
    blocks: [
      greeting.en(name),
      { paragraph: `The mail address registered for the following user ID was changed on ${tokyoTime(changedAt, 'en')}.` },
      { facts: [{ label: 'User ID', value: userId }] },
      { paragraph: 'This mail goes to the earlier and to the new address. Everything from now on is sent to the new one.' },
      { paragraph: 'If you do not know of this change, please tell your administrator or the bank at once.' },
      closing.en,
    ],
  };
}
