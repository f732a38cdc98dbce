import type { Language } from './message.ts';

/** What a person confirms, in the person's words, by operation ID; one for every operation that may take a confirmation. */
export const OPERATION_LABELS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  subscribe: {
    ja: 'ビジネスID管理の申込（電子証明書の利用を含む）',
    en: 'Applying for Business ID management with client certificates',
  },
  cancelSubscription: { ja: 'ビジネスID管理の解約', en: 'Cancelling Business ID management' },
  updateGroup: { ja: 'グループの名称・権限の変更', en: 'Editing a group' },
  updateUsers: { ja: 'ご自身のメールアドレスの変更', en: 'Changing your own mail address' },
  resetLoginPasswords: { ja: 'ログインパスワードの再設定（ロック解除）', en: 'Resetting (unlocking) login passwords' },
  resetTransactionPasswords: { ja: '取引パスワードの再設定（ロック解除）', en: 'Resetting (unlocking) transaction passwords' },
  enrolAuthenticator: { ja: '認証アプリの登録', en: 'Registering an authenticator app' },
  removeAuthenticator: { ja: '認証アプリの登録解除', en: 'Removing your authenticator app' },
  resetAuthenticators: { ja: 'ほかのユーザーの認証アプリの登録解除', en: "Removing other users' authenticator apps" },
  subscribeCertificates: { ja: '電子証明書の利用の申込', en: 'Applying for client certificates' },
  cancelCertificates: { ja: '電子証明書の利用の解約', en: 'Cancelling client certificates' },
  changeLoginMethod: { ja: 'ログイン方法の変更', en: 'Changing the login method' },
  revokeCertificate: { ja: '電子証明書の失効', en: 'Revoking a client certificate' },
  submitApprovalRequest: { ja: '自己承認限度額内の振込の承認', en: 'Approving your own transfer' },
  approveRequest: { ja: '取引の承認', en: 'Approving a transfer' },
  returnRequest: { ja: '取引の差し戻し', en: 'Returning a transfer to its maker' },
  cancelApproval: { ja: '承認の取り消し', en: 'Cancelling an approval' },
  createGroup: { ja: 'グループの追加', en: 'Adding a group' },
};

/** Throws for an operation without a label: it can never be confirmed by mail. */
export function operationLabel(operation: string, language: Language): string {
  const labels = OPERATION_LABELS[operation];

  if (labels === undefined) throw new Error(`No label for operation ${operation}`);

  return labels[language];
}
