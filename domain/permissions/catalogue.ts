/**
 * The permission catalogue (P-9): every right, in the order screens show it, with its texts and what it needs.
 * Validation and screens are both driven by this data. What each right covers: rules.md P and the guide, pages 22-23.
 */
export type AccountRight = 'inquiry' | 'operation' | 'transfer' | 'bulkTransfer';

/** The rights that are simply yes or no (P-5). */
export type TenantYesNoRight =
  | 'important'
  | 'securitySettings'
  | 'userAdministration'
  | 'directDebit'
  | 'depositAccounts'
  | 'history'
  | 'mobileApp'
  | 'documents';

/** The products whose operations need their inquiry (P-4). */
export type ProductRight = `${'timeDeposit' | 'foreignCurrency'}.${'inquiry' | 'operation'}`;

export type TenantRight = 'approval' | ProductRight | TenantYesNoRight;
export type RightId = AccountRight | TenantRight;

export type Texts = { readonly ja: string; readonly en: string };

/**
 * What a right needs: all of `allOf`, and one of `anyOf`. An account right looks for account rights on the same
 * account; a tenant right looks for them on any account.
 */
export type Requirements = { readonly allOf?: readonly RightId[]; readonly anyOf?: readonly RightId[] };

type Entry<Scope extends string, Id extends RightId> = {
  readonly id: Id;
  readonly scope: Scope;
  readonly labels: Texts;
  readonly descriptions: Texts;
  readonly requires: Requirements;
};
export type AccountEntry = Entry<'account', AccountRight>;
export type TenantEntry = Entry<'tenant', TenantRight>;
export type CatalogueEntry = AccountEntry | TenantEntry;

/** Rights given per yen account (P-1). */
export const ACCOUNT_ENTRIES: readonly AccountEntry[] = [
  {
    id: 'inquiry',
    scope: 'account',
    labels: { ja: '照会', en: 'Inquiry' },
    descriptions: {
      ja: 'この円普通預金口座の残高と入出金明細を見ることができます。',
      en: 'See the balance and the transactions of this yen account.',
    },
    requires: {},
  },
  {
    id: 'operation',
    scope: 'account',
    labels: { ja: '操作', en: 'Operation' },
    descriptions: {
      ja: 'この口座からの取引を行う前提となる権限です。どの取引を行えるかは「振込・振替」「総合振込」で選びます。',
      en: 'Make transactions from this account; which ones is chosen with transfer and bulk transfer.',
    },
    requires: { allOf: ['inquiry'], anyOf: ['transfer', 'bulkTransfer'] },
  },
  {
    id: 'transfer',
    scope: 'account',
    labels: { ja: '振込・振替', en: 'Transfer' },
    descriptions: {
      ja: 'この口座からの振込と振替を依頼できます。',
      en: 'Request single transfers from this account, to others and between own accounts.',
    },
    requires: { allOf: ['operation'] },
  },
  {
    id: 'bulkTransfer',
    scope: 'account',
    labels: { ja: '総合振込', en: 'Bulk transfer' },
    descriptions: {
      ja: 'この口座からの総合振込（多数の振込先への一括依頼）を依頼できます。',
      en: 'Request bulk transfers from this account: many payees in one request.',
    },
    requires: { allOf: ['operation'] },
  },
];

/** Rights given for the tenant as a whole (P-2, P-4, P-5). */
export const TENANT_ENTRIES: readonly TenantEntry[] = [
  {
    id: 'approval',
    scope: 'tenant',
    labels: { ja: '承認', en: 'Approval' },
    descriptions: {
      ja: '依頼された取引を限度額の範囲で承認できます。限度額は振込1件、または総合振込1回の合計に対して適用されます。自己承認限度額を0円にすると、自分の依頼は自分で承認できません。',
      en: 'Approve requested transactions up to a limit per transfer, or per total of one bulk transfer. With a self-approval limit of 0 yen, own requests always need somebody else.',
    },
    requires: { anyOf: ['transfer', 'bulkTransfer'] },
  },
  {
    id: 'timeDeposit.inquiry',
    scope: 'tenant',
    labels: { ja: '円定期預金 照会', en: 'Yen time deposit: inquiry' },
    descriptions: { ja: '円定期預金の残高と内容を見ることができます。', en: 'See yen time deposits and their balances.' },
    requires: {},
  },
  {
    id: 'timeDeposit.operation',
    scope: 'tenant',
    labels: { ja: '円定期預金 操作', en: 'Yen time deposit: operation' },
    descriptions: {
      ja: '円定期預金への預け入れや中途での解約などの手続きができます。',
      en: 'Place yen time deposits, cancel them, and the like.',
    },
    requires: { allOf: ['timeDeposit.inquiry'] },
  },
  {
    id: 'foreignCurrency.inquiry',
    scope: 'tenant',
    labels: { ja: '外貨普通預金 照会', en: 'Foreign currency deposit: inquiry' },
    descriptions: {
      ja: '外貨普通預金の残高と入出金明細を見ることができます。',
      en: 'See foreign currency deposits, their balances and transactions.',
    },
    requires: {},
  },
  {
    id: 'foreignCurrency.operation',
    scope: 'tenant',
    labels: { ja: '外貨普通預金 操作', en: 'Foreign currency deposit: operation' },
    descriptions: {
      ja: '外貨普通預金への預け入れや払い戻しなどの手続きができます。',
      en: 'Deposit to and withdraw from foreign currency deposits, and the like.',
    },
    requires: { allOf: ['foreignCurrency.inquiry'] },
  },
  {
    id: 'important',
    scope: 'tenant',
    labels: { ja: '重要権限', en: 'Important settings' },
    descriptions: {
      ja: '会社と取引責任者の届出内容の登録・変更、すべての円普通預金口座の照会、メールや通知の受け取り設定、銀行からのお知らせの確認と削除、オプションサービス（総合振込、ビジネスID管理、振込入金口座）の申込・変更・解約を任せる権限です。',
      en: 'Register and change company and representative details, see every yen account, choose mail and notifications, read and delete notices from the bank, and apply for, change or cancel optional services (bulk transfer, business ID management, deposit accounts).',
    },
    requires: {},
  },
  {
    id: 'securitySettings',
    scope: 'tenant',
    labels: { ja: 'セキュリティ関連設定', en: 'Security settings' },
    descriptions: {
      ja: '口座別の振込限度額、ログイン方法と認証方法、電子証明書サービスの申込と解約、カードの発行・再発行・一時停止・再開、ATMとVisaデビットの限度額、Visa Secureの申込と設定を任せる権限です。',
      en: 'Set transfer limits per account and how to log in and authenticate, apply for and cancel the certificate service, issue, reissue, suspend and resume cards, set ATM and Visa debit limits, and set up Visa Secure.',
    },
    requires: {},
  },
  {
    id: 'userAdministration',
    scope: 'tenant',
    labels: { ja: 'グループ・ユーザー権限設定', en: 'User administration' },
    descriptions: {
      ja: 'ビジネスIDのグループとユーザーを見る・追加する・変更する・削除すること、および電子証明書を発行することができます。',
      en: 'See, add, change and delete groups and users of business ID management, and issue client certificates.',
    },
    requires: {},
  },
  {
    id: 'directDebit',
    scope: 'tenant',
    labels: { ja: '口座振替サービス', en: 'Direct debit' },
    descriptions: {
      ja: '口座振替の契約を、書面の依頼書またはWebの手続きで登録できます。',
      en: 'Register direct debit contracts, on paper or online.',
    },
    requires: {},
  },
  {
    id: 'depositAccounts',
    scope: 'tenant',
    labels: { ja: '振込入金口座サービス', en: 'Deposit accounts' },
    descriptions: {
      ja: '入金の照合に使う振込入金口座を照会・発行・削除し、利用を止めたり再び始めたりできます。',
      en: 'See, issue, delete, suspend and resume the virtual accounts that incoming transfers are matched by.',
    },
    requires: {},
  },
  {
    id: 'history',
    scope: 'tenant',
    labels: { ja: 'ログイン・操作履歴', en: 'Login and operation history' },
    descriptions: {
      ja: 'だれがいつログインし、何を操作したかの記録を見ることができます。',
      en: 'See who logged in when, and who did what.',
    },
    requires: {},
  },
  {
    id: 'mobileApp',
    scope: 'tenant',
    labels: { ja: 'スマートフォンアプリ（取引用）', en: 'Mobile app (for transactions)' },
    descriptions: {
      ja: '取引用スマートフォンアプリでのログインと操作を認めます。ログイン方法が電子証明書の間は、この設定があってもアプリは使えません。',
      en: 'Log in and work with the mobile app. While the login method is the client certificate, the app cannot be used in spite of this right.',
    },
    requires: {},
  },
  {
    id: 'documents',
    scope: 'tenant',
    labels: { ja: '書面発行', en: 'Documents' },
    descriptions: {
      ja: '残高証明書・取引明細書・利息計算書の発行を申し込み、申込内容の確認と変更、PDFの閲覧ができます。',
      en: 'Order balance certificates, transaction statements and interest calculations, see and change the orders, and open the PDFs.',
    },
    requires: {},
  },
];

/** Every right, in order. */
export const CATALOGUE: readonly CatalogueEntry[] = [...ACCOUNT_ENTRIES, ...TENANT_ENTRIES];
