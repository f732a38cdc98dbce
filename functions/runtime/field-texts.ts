import type { Language } from '../contracts/problem-titles.ts';
import { fillIn } from './fill-in.ts';
import type { FieldProblem } from './refusal.ts';

/** what is said about one field, by its code; `{name}` is filled from the problem's params. */
const TEXTS: Readonly<Record<FieldProblem['code'], Readonly<Record<Language, string>>>> = {
  'invalid-json': { en: 'The body is not JSON', ja: '本文がJSONではありません' },
  'unknown-field': { en: 'This field is not known', ja: '未知の項目です' },
  required: { en: 'This is required', ja: '必須です' },
  'invalid-type': { en: 'The type has to be {expected}', ja: '型が正しくありません（{expected}）' },
  'invalid-value': { en: 'This value cannot be used', ja: 'この値は使えません' },
  'invalid-format': { en: 'The form is not correct ({format})', ja: '形式が正しくありません（{format}）' },
  'invalid-key': { en: 'The name of this entry is not correct', ja: '項目名が正しくありません' },
  duplicate: { en: 'This is given more than once', ja: '重複しています' },
  'too-small': { en: 'Too small or too short; at least {minimum}', ja: '小さすぎるか短すぎます（{minimum}以上）' },
  'too-big': { en: 'Too big or too long; at most {maximum}', ja: '大きすぎるか長すぎます（{maximum}以下）' },
  'unknown-cursor': {
    en: 'This cursor is none of this list with these filters; begin without one',
    ja: 'この一覧（同じ絞り込み条件）のカーソルではありません。カーソルなしで最初から取得してください',
  },

  'name-empty': { en: 'The name is empty', ja: '名称を入力してください' },
  'name-too-long': { en: 'The name is longer than {max} characters', ja: '名称は{max}文字以内にしてください' },
  'name-characters': { en: 'The name holds a character that cannot be used', ja: '名称に使えない文字が含まれています' },

  'date-passed': { en: 'This day is over in Japan', ja: '過ぎた日付は指定できません' },
  'unknown-account': { en: 'There is no such account', ja: '該当する口座がありません' },
  'right-requires': { en: '{right} needs {requires}', ja: '「{right}」には「{requires}」が必要です' },
  'right-requires-one-of': { en: '{right} needs one of {requires}', ja: '「{right}」には次のいずれかが必要です: {requires}' },
  'limit-required': { en: 'A limit is required', ja: '限度額を入力してください' },
  'limit-out-of-range': { en: 'The limit has to be from {min} to {max} yen', ja: '限度額は{min}円から{max}円までにしてください' },
  'limit-not-a-multiple': {
    en: 'The limit has to be a multiple of {multipleOf} yen',
    ja: '限度額は{multipleOf}円単位にしてください',
  },
  'self-limit-above-limit': {
    en: 'The self-approval limit is above the approval limit',
    ja: '自己承認限度額は承認限度額以下にしてください',
  },

  'unknown-group': { en: 'There is no such group', ja: '該当するグループがありません' },
  'unknown-user': { en: 'There is no such user', ja: '該当するユーザーがいません' },
  'stale-version': { en: 'It has changed since it was read', ja: '読み込んだ後に変更されています' },
  'own-group': { en: 'You cannot delete your own group', ja: 'ご自身のグループは削除できません' },
  'own-group-needs-user-administration': {
    en: 'You cannot take user administration away from your own group',
    ja: 'ご自身のグループから「グループ・ユーザー権限設定」を外すことはできません',
  },
  'group-needs-user-administration': {
    en: 'Only a group with user administration can be chosen',
    ja: '「グループ・ユーザー権限設定」のあるグループだけを選べます',
  },
  'own-id': { en: 'You cannot delete your own ID', ja: 'ご自身のIDは削除できません' },
  'master-user': { en: 'The master user cannot be deleted', ja: 'マスターIDは削除できません' },
  'own-authenticator': {
    en: 'Remove your own authenticator app in your own settings',
    ja: 'ご自身の認証アプリは、ご自身の設定から解除してください',
  },
  'master-authenticator': {
    en: "The master's authenticator app cannot be removed by a user administrator",
    ja: 'マスターIDの認証アプリは、ユーザーグループ管理者は解除できません',
  },
  'not-invited': {
    en: 'This user has logged in already, or is locked or being reset',
    ja: 'ログイン済み、ロック中、または再設定中のユーザーです',
  },
  'master-only': { en: 'Only the master can edit this user', ja: 'マスターIDの情報はご本人だけが変更できます' },
  'master-has-no-group': { en: 'The master user is in no group', ja: 'マスターIDはグループに入れません' },

  'password-too-short': { en: 'At least {min} characters', ja: '{min}文字以上にしてください' },
  'password-too-long': { en: 'At most {max} characters', ja: '{max}文字以内にしてください' },
  'password-characters': { en: 'Holds a character that cannot be used', ja: '使えない文字が含まれています' },
  'password-needs-letter': { en: 'Needs at least one letter', ja: '英字を1文字以上入れてください' },
  'password-needs-digit': { en: 'Needs at least one digit', ja: '数字を1文字以上入れてください' },
  'password-contains-personal-information': {
    en: 'Contains something others may know, such as part of an ID, an account number or a birth date',
    ja: 'IDや口座番号の一部、生年月日など、他の人に知られうる情報が含まれています',
  },
  'passwords-equal': {
    en: 'Login password and transaction password have to differ',
    ja: 'ログインパスワードと取引パスワードは別のものにしてください',
  },
  'login-password-required': { en: 'A new login password is required', ja: '新しいログインパスワードを設定してください' },

  'csr-too-large': { en: 'The signing request is too large', ja: '証明書署名要求が大きすぎます' },
  'csr-malformed': { en: 'This is no PKCS#10 signing request in PEM', ja: 'PEM形式のPKCS#10証明書署名要求ではありません' },
  'csr-key-not-accepted': {
    en: 'The key has to be RSA of 2048 to 4096 bits, P-256 or P-384',
    ja: '鍵はRSA（2048～4096ビット）、P-256、P-384のいずれかにしてください',
  },
  'csr-signature-algorithm': {
    en: 'The signing request has to be signed with SHA-256, SHA-384 or SHA-512',
    ja: '証明書署名要求の署名はSHA-256、SHA-384、SHA-512のいずれかにしてください',
  },
  'csr-signature-wrong': {
    en: 'The signature does not prove that you hold the key',
    ja: '署名が鍵の所持を証明していません',
  },
  'csr-asks-for-extensions': {
    en: 'The signing request may not ask for extensions, such as alternative names or key usages',
    ja: '証明書署名要求で拡張（別名や鍵用途など）を求めることはできません',
  },

  'login-name-length': { en: '{min} to {max} characters', ja: '{min}文字以上{max}文字以内にしてください' },
  'login-name-characters': { en: 'Only a-z 0-9 . _ - can be used', ja: '使えるのは a-z 0-9 . _ - です' },
  'login-name-needs-letter': { en: 'Needs at least one letter', ja: '英字を1文字以上入れてください' },

  'duplicate-account': { en: 'The account is listed twice', ja: '口座が重複しています' },
  'representative-account-required': { en: 'One account has to be the representative one', ja: '代表口座を1つ指定してください' },
  'one-representative-account': { en: 'Only one account can be the representative one', ja: '代表口座は1つだけ指定できます' },
};

export function fieldText({ code, params = {} }: FieldProblem, language: Language): string {
  return fillIn(TEXTS[code][language], params);
}
