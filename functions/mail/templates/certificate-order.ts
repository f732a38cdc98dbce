import * as z from 'zod';
import { defineTemplate } from '../define-template.ts';
import type { Block, Message } from '../message.ts';
import { tokyoTime } from '../tokyo-time.ts';
import { closing, greeting } from './common.ts';
import { orderFacts, pickUpPage } from './pick-up-page.ts';

const Values = z.object({
  name: z.string(),
  tenantName: z.string(),
  /** The common name of the certificate. */
  userId: z.string(),
  orderId: z.string(),
  /** When the order ends (RFC 3339). */
  validUntil: z.iso.datetime(),
  orderToken: z.string(),
  consoleUrl: z.url(),
});
type Values = z.output<typeof Values>;

/** a certificate was ordered, with the URL to pick it up at. */
export const certificateOrder = defineTemplate({
  values: Values,
  secrets: { orderToken: 'order-token' },
  compose: { ja: japanese, en: english },
});

/** what fails most often, said before it does. */
const IMPORT_HELP = {
  ja: [
    {
      paragraph:
        '受け取ったファイル（拡張子 .p12）は、お使いの端末に取り込みます。Windows: ファイルを開き「現在のユーザー」を選びます。' +
        'macOS: ファイルを開き「ログイン」キーチェーンに追加します。iPhone・iPad: ファイルを開いた後、「設定」の「ダウンロード済みのプロファイル」からインストールします。' +
        'Android: 「設定」の「証明書のインストール」で「VPNとアプリユーザー証明書」を選びます。Linux: ブラウザーの設定の「証明書」で読み込みます。',
    },
    {
      paragraph:
        '取り込みのときに尋ねられるのは、受け取りの際にご自身で決めた鍵保護パスワードです。正しいのに「パスワードが違います」と表示されるときは、' +
        '端末がファイルの暗号形式に対応していないことがあります。24時間以内であれば、受け取りの画面で別の形式を選び、もう一度受け取れます。',
    },
  ],
  en: [
    {
      paragraph:
        'Import the file you receive (.p12) into your device. Windows: open it and choose "Current User". macOS: open it and add ' +
        'it to the "login" keychain. iPhone and iPad: open it, then install it under Settings, Profile Downloaded. Android: ' +
        'Settings, Install a certificate, "VPN & app user certificate". Linux: import it under Certificates in the settings of ' +
        'your browser.',
    },
    {
      paragraph:
        'The import asks for the key protection password that you choose yourself when you pick the certificate up. If it calls ' +
        'the right one wrong, your device may not know the encryption of the file: within 24 hours you can pick it up again, and ' +
        'choose the other format.',
    },
  ],
} as const satisfies Record<string, readonly Block[]>;

function japanese(values: Values): Message {
  const { name, tenantName, validUntil } = values;

  return {
    subject: '【ビジネスID管理】電子証明書の受け取りのご案内',
    blocks: [
      greeting.ja(name),
      {
        paragraph: `${tenantName}の管理者が、あなたの電子証明書を申請しました。申請番号（Order ID）と、証明書に記載される名称（Common name、ユーザーIDと同じです）は次のとおりです。`,
      },
      orderFacts(values),
      {
        paragraph:
          '証明書を使う端末で次のページを開き、管理者から別に伝えられる証明書取得用パスワードを入力して、証明書を受け取ってください。',
      },
      { link: pickUpPage(values) },
      { paragraph: `${tokyoTime(validUntil, 'ja')}までに受け取りがない場合、申請は取り消されます。` },
      ...IMPORT_HELP.ja,
      {
        paragraph:
          'このメールとURLを、ほかの人に転送しないでください。お心当たりがない場合は、社内の管理者または銀行へお知らせください。',
      },
      closing.ja,
    ],
  };
}

function english(values: Values): Message {
  const { name, tenantName, validUntil } = values;

  return {
    subject: '[Business ID management] Pick up your client certificate',
    blocks: [
      greeting.en(name),
      {
        paragraph: `An administrator of ${tenantName} has ordered a client certificate for you. This is the order, and the name the certificate will carry, which is your user ID.`,
      },
      orderFacts(values),
      {
        paragraph:
          'Open the page below on the device you will use the certificate with. It asks for the acquisition password, which ' +
          'your administrator tells you in another way.',
      },
      { link: pickUpPage(values) },
      { paragraph: `The order is cancelled if the certificate is not picked up until ${tokyoTime(validUntil, 'en')}.` },
      ...IMPORT_HELP.en,
      {
        paragraph: 'Do not forward this mail or its URL. If you did not expect it, please tell your administrator or the bank.',
      },
      closing.en,
    ],
  };
}
