import type { Cause, Reason } from '../../domain/permissions/explain-permissions.ts';
import type { Language } from '../contracts/problem-titles.ts';
import { fillIn } from '../runtime/fill-in.ts';

/** Why somebody has a right or has it not, and what it takes, by cause; `{group}` and `{limit}` are filled in. */
const TEXTS: Readonly<Record<Cause, Readonly<Record<Language, string>>>> = {
  master: { en: 'The master user has every right', ja: 'マスターIDはすべての権限を持ちます' },
  group: { en: 'Given by the group "{group}"', ja: 'グループ「{group}」の権限です' },
  'included-in-important': {
    en: 'Included in the right "important" of the group "{group}"',
    ja: 'グループ「{group}」の「重要権限」に含まれます',
  },
  'within-approval-limit': {
    en: 'The amount is within the approval limit ({limit})',
    ja: '金額は承認限度額（{limit}）以内です',
  },
  'within-self-approval-limit': {
    en: 'The amount is within the self-approval limit ({limit}): no other approval is needed',
    ja: '金額は自己承認限度額（{limit}）以内のため、他の人の承認は不要です',
  },
  'needs-approval': {
    en: 'The amount is above the self-approval limit ({limit}): another user has to approve',
    ja: '金額が自己承認限度額（{limit}）を超えるため、他の人の承認が必要です',
  },
  'right-missing': { en: 'Not given by the group "{group}"', ja: 'グループ「{group}」の権限に含まれません' },
  'account-unknown': { en: 'There is no such account', ja: '該当する口座がありません' },
  'not-applied': {
    en: 'The representative has the rights of the master user once the company has applied',
    ja: 'ビジネスID管理の申込後に、取引責任者はマスターIDとしてすべての権限を持ちます',
  },
  'above-approval-limit': {
    en: 'The amount is above the approval limit ({limit})',
    ja: '金額が承認限度額（{limit}）を超えています',
  },
  'confirmation-required': {
    en: 'A confirmation is needed: the transaction password with a mail token or an authenticator code',
    ja: '取引パスワードと、メールトークンまたは認証アプリのコードによる確認が必要です',
  },
  'approver-required': {
    en: 'Somebody else has to approve: a user with the right to such transfers on this account and an approval limit of at least {limit}',
    ja: 'この口座で同じ取引ができ、承認限度額が{limit}以上の、他のユーザーの承認が必要です',
  },
  'account-closed': {
    en: 'The group "{group}" gives it, but no account with a transfer right is left',
    ja: 'グループ「{group}」の権限ですが、振込・総合振込のできる口座が解約されたため無効です',
  },
};

const UNLIMITED: Readonly<Record<Language, string>> = { en: 'unlimited', ja: '無制限' };

/** A reason as the API shows it, in the language asked for. */
export function reasonReply(reason: Reason, groupName: string | undefined, language: Language) {
  const { right, accountId, rule } = reason;

  return { right, ...(accountId !== undefined && { accountId }), rule, detail: reasonText(reason, groupName, language) };
}

export function reasonText({ cause, limit }: Reason, groupName: string | undefined, language: Language): string {
  return fillIn(TEXTS[cause][language], { group: groupName ?? '', limit: yen(limit, language) });
}

function yen(limit: number | null | undefined, language: Language): string {
  if (limit === null) return UNLIMITED[language];
  if (limit === undefined) return '';

  const digits = limit.toLocaleString('en');

  return language === 'ja' ? `${digits}円` : `${digits} yen`;
}
