import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Block, Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';

const Values = z.object({
  name: z.string(),
  userId: z.string(),
  serialNumber: z.string(),
  reason: z.enum(['lost', 'service-cancelled']),
  /** RFC 3339. */
  revokedAt: z.iso.datetime(),
});
type Values = z.output<typeof Values>;

/** S-7, X-11: a certificate no longer serves. */
export const certificateRevoked = defineTemplate({ values: Values, secrets: {}, compose: { ja: japanese, en: english } });

const WHY = {
  lost: { ja: '管理者の操作により', en: 'An administrator has revoked the following client certificate' },
  'service-cancelled': {
    ja: '電子証明書の利用が解約されたため',
    en: 'Your company has given up client certificates, and the following one was revoked',
  },
} as const;

function facts({ userId, serialNumber }: Values): Block {
  return {
    facts: [
      { label: 'Common name', value: userId },
      { label: 'Serial number', value: serialNumber },
    ],
  };
}

function japanese(values: Values): Message {
  const { name, reason, revokedAt } = values;

  return {
    subject: '【ビジネスID管理】電子証明書が失効しました',
    blocks: [
      greeting.ja(name),
      { paragraph: `${WHY[reason].ja}、次の電子証明書は${tokyoTime(revokedAt, 'ja')}に失効し、ログインに使えなくなりました。` },
      facts(values),
      { paragraph: '端末に取り込んだ証明書は、削除していただいてかまいません。' },
      { paragraph: 'お心当たりがない場合は、社内の管理者または銀行へお知らせください。' },
      closing.ja,
    ],
  };
}

function english(values: Values): Message {
  const { name, reason, revokedAt } = values;

  return {
    subject: '[Business ID management] Your client certificate was revoked',
    blocks: [
      greeting.en(name),
      { paragraph: `${WHY[reason].en} on ${tokyoTime(revokedAt, 'en')}. It can no longer be used to log in.` },
      facts(values),
      { paragraph: 'You may delete the certificate from your device.' },
      { paragraph: 'If you did not expect this, please tell your administrator or the bank.' },
      closing.en,
    ],
  };
}
