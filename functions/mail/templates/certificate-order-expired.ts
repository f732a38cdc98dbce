import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';
import { orderFacts } from './pick-up-page.ts';

const Values = z.object({
  name: z.string(),
  userId: z.string(),
  orderId: z.string(),
  /** RFC 3339. */
  expiredAt: z.iso.datetime(),
});
type Values = z.output<typeof Values>;

/** nobody picked the certificate up in time. */
export const certificateOrderExpired = defineTemplate({ values: Values, secrets: {}, compose: { ja: japanese, en: english } });

function japanese(values: Values): Message {
  return {
    subject: '【ビジネスID管理】電子証明書の申請が取り消されました',
    blocks: [
      greeting.ja(values.name),
      {
        paragraph: `次の電子証明書は、${tokyoTime(values.expiredAt, 'ja')}の期限までに受け取りがなかったため、申請が取り消されました。`,
      },
      orderFacts(values),
      { paragraph: '証明書が必要な場合は、社内の管理者にもう一度申請を依頼してください。' },
      closing.ja,
    ],
  };
}

function english(values: Values): Message {
  return {
    subject: '[Business ID management] Your certificate order was cancelled',
    blocks: [
      greeting.en(values.name),
      {
        paragraph: `The following client certificate was not picked up until ${tokyoTime(values.expiredAt, 'en')}, and its order is cancelled.`,
      },
      orderFacts(values),
      { paragraph: 'If you need the certificate, please ask your administrator to order it again.' },
      closing.en,
    ],
  };
}
