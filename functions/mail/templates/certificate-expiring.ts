import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';
import { orderFacts, pickUpPage } from './pick-up-page.ts';

const Values = z.object({
  name: z.string(),
  userId: z.string(),
  orderId: z.string(),
  /** When the certificate expires (RFC 3339). */
  expiresAt: z.iso.datetime(),
  orderToken: z.string(),
  consoleUrl: z.url(),
});
type Values = z.output<typeof Values>;

/** a certificate is about to expire; it can be renewed with it, or without it by the acquisition password. */
export const certificateExpiring = defineTemplate({
  values: Values,
  secrets: { orderToken: 'order-token' },
  compose: { ja: japanese, en: english },
});

/** The console's page for a renewal by client authentication. */
function renewalPage(consoleUrl: string): string {
  return new URL('certificates/renewal', consoleUrl).href;
}

function japanese(values: Values): Message {
  const { name, expiresAt, consoleUrl } = values;

  return {
    subject: '【ビジネスID管理】電子証明書の更新のお願い',
    blocks: [
      greeting.ja(name),
      { paragraph: `お使いの電子証明書の有効期限は、${tokyoTime(expiresAt, 'ja')}です。期限までに更新してください。` },
      orderFacts(values),
      { paragraph: '今の証明書が入っている端末では、次のページから更新できます。' },
      { link: renewalPage(consoleUrl) },
      { paragraph: '今の証明書が手元にない場合は、前回の受け取りに使った証明書取得用パスワードで、次のページから更新できます。' },
      { link: pickUpPage(values) },
      { paragraph: 'そのパスワードが分からない場合は、社内の管理者に新しい申請を依頼してください。' },
      { paragraph: '更新した後も、新しい証明書を初めて使うまでは、今の証明書をお使いになれます。' },
      closing.ja,
    ],
  };
}

function english(values: Values): Message {
  const { name, expiresAt, consoleUrl } = values;

  return {
    subject: '[Business ID management] Please renew your client certificate',
    blocks: [
      greeting.en(name),
      { paragraph: `Your client certificate expires on ${tokyoTime(expiresAt, 'en')}. Please renew it before then.` },
      orderFacts(values),
      { paragraph: 'On a device that holds the present certificate, renew it here:' },
      { link: renewalPage(consoleUrl) },
      { paragraph: 'Without it, renew it here with the acquisition password of your last pick-up:' },
      { link: pickUpPage(values) },
      { paragraph: 'If you do not know that password any more, please ask your administrator for a new order.' },
      { paragraph: 'After the renewal the present certificate goes on working until you first use the new one.' },
      closing.en,
    ],
  };
}
