import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Block, Language, Message } from '../message.ts';
import { operationLabel } from '../operation-labels.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

export const TokenValues = z.object({
  name: z.string(),
  /** ID of the operation the token confirms; it and nothing else (C-10). */
  operation: z.string(),
  /** When the person asked for the token (RFC 3339); its life runs from then. */
  requestedAt: z.iso.datetime(),
  validMinutes: z.string(),
  mailToken: z.string(),
});
type Values = z.output<typeof TokenValues>;

/** C-9: the one-time token. It stays out of the subject, which locked screens show. */
export const mailToken = defineTemplate({
  values: TokenValues,
  secrets: { mailToken: 'mail-token' },
  compose: { ja: japanese, en: english },
});

/** The text in each language; `details` tell more of what is confirmed than its name. */
export const tokenMessage: Readonly<Record<Language, (values: Values, details?: readonly Block[]) => Message>> = {
  ja: japanese,
  en: english,
};

function japanese(values: Values, details: readonly Block[] = []): Message {
  const { name, operation, requestedAt, validMinutes, mailToken: token } = values;

  return {
    subject: '【ビジネスID管理】メールトークンのお知らせ',
    blocks: [
      greeting.ja(name),
      { paragraph: '次の操作を確認するためのメールトークン（Mail token）をお送りします。' },
      { paragraph: `操作：${operationLabel(operation, 'ja')}` },
      ...details,
      { facts: [{ label: 'Mail token', value: token }] },
      {
        paragraph:
          `${tokyoTime(requestedAt, 'ja')}に、ログイン中の画面から発行の依頼がありました。依頼から${validMinutes}分間、この操作に一度だけ使えます。` +
          '発行し直すと、前のメールトークンは使えなくなります。',
      },
      {
        paragraph:
          'メールトークンは、誰に尋ねられても決して教えないでください。銀行の職員が電話やメールでお聞きすることはありません。',
      },
      {
        paragraph:
          'ご自身で依頼していない場合は、ほかの人がログインしているおそれがあります。' +
          'すぐにログインパスワードを変更し、社内の管理者または銀行へお知らせください。',
      },
      closing.ja,
    ],
  };
}

function english(values: Values, details: readonly Block[] = []): Message {
  const { name, operation, requestedAt, validMinutes, mailToken: token } = values;

  return {
    subject: '[Business ID management] Your mail token',
    blocks: [
      greeting.en(name),
      { paragraph: 'This mail token confirms the following operation.' },
      { paragraph: `Operation: ${operationLabel(operation, 'en')}` },
      ...details,
      { facts: [{ label: 'Mail token', value: token }] },
      {
        paragraph:
          `It was asked for on ${tokyoTime(requestedAt, 'en')} from a logged-in screen. It can be used once, for this operation, ` +
          `within ${validMinutes} minutes of that time. Asking for a new one makes it void.`,
      },
      {
        paragraph: 'Never tell the mail token to anyone, whoever asks. Nobody at the bank will ask you for it by phone or mail.',
      },
      {
        paragraph:
          'If you did not ask for it, someone else may be logged in. Change your login password at once and tell your ' +
          'administrator or the bank.',
      },
      closing.en,
    ],
  };
}
