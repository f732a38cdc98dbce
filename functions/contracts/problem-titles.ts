import type { ProblemCode } from './problems.ts';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

type Text = Readonly<Record<Language, string>>;

/** the title of every problem. */
export const PROBLEM_TITLES: Readonly<Record<ProblemCode, Text>> = {
  'invalid-request': { en: 'The request is not of the form this operation takes', ja: 'リクエストの形式が正しくありません' },
  unauthenticated: { en: 'There is no valid session', ja: '有効なセッションがありません' },
  'authentication-failed': { en: 'Login failed', ja: 'ログインできませんでした' },
  'permission-denied': { en: 'You are not permitted to do this', ja: 'この操作の権限がありません' },
  'required-action': { en: 'Something has to be done first', ja: '先に必要なお手続きがあります' },
  'confirmation-required': { en: 'This needs a confirmation', ja: 'この操作には取引の確認が必要です' },
  'confirmation-failed': { en: 'The confirmation is not correct', ja: '取引の確認内容が正しくありません' },
  'transaction-password-locked': { en: 'The transaction password is locked', ja: '取引パスワードがロックされています' },
  'client-certificate-required': { en: 'This login needs a client certificate', ja: 'ログインには電子証明書が必要です' },
  'self-restriction': { en: 'You cannot do this to yourself', ja: 'ご自身に対してこの操作はできません' },
  'not-found': { en: 'There is no such thing', ja: '対象が見つかりません' },
  'not-subscribed': { en: 'Business ID management is not subscribed to', ja: 'ビジネスID管理は未申込です' },
  'already-subscribed': { en: 'Business ID management is already subscribed to', ja: 'ビジネスID管理は申込済みです' },
  'certificate-service-active': { en: 'The certificate service is active', ja: '電子証明書は利用中です' },
  'certificate-service-inactive': { en: 'The certificate service is not active', ja: '電子証明書は未申込です' },
  'limit-reached': { en: 'The limit is reached', ja: '登録できる上限に達しています' },
  'duplicate-name': { en: 'The name is already in use', ja: 'その名称は既に使われています' },
  'duplicate-reference': { en: 'The reference is already in use', ja: 'その参照番号は既に使われています' },
  'version-conflict': {
    en: 'It has been changed in the meantime; read it again',
    ja: '他で変更されています。最新の内容を読み直してください',
  },
  'own-certificate-required': {
    en: 'You need a valid certificate of your own first',
    ja: '先にご自身の有効な電子証明書が必要です',
  },
  'users-without-certificate': { en: 'Some users have no valid certificate', ja: '有効な電子証明書のないユーザーがいます' },
  'no-eligible-approver': { en: 'Nobody could approve this', ja: '承認できるユーザーがいません' },
  'terms-outdated': { en: 'The accepted terms are not the ones in force', ja: '同意された規定は最新のものではありません' },
  'request-in-progress': { en: 'The same request is still running', ja: '同じリクエストを処理中です' },
  'wrong-state': { en: 'This can no longer be done', ja: '現在の状態ではこの操作はできません' },
  expired: { en: 'It has expired', ja: '有効期限が切れています' },
  'too-large': { en: 'The request body is larger than 64 KB', ja: 'リクエスト本文が64KBを超えています' },
  'rule-violation': { en: 'The content breaks a rule', ja: '入力内容が規則に合っていません' },
  'idempotency-key-reused': {
    en: 'The idempotency key was used for another request',
    ja: 'このIdempotency-Keyは別のリクエストで使われています',
  },
  'too-many-requests': { en: 'Too many requests; try again later', ja: '回数が多すぎます。しばらくしてからお試しください' },
  'internal-error': { en: 'Something went wrong on our side', ja: 'システムエラーが発生しました' },
  'temporarily-unavailable': {
    en: 'Temporarily unavailable; it could not be completed, try again',
    ja: '一時的にご利用いただけず、処理を完了できませんでした。もう一度お試しください',
  },
};
