import type { Cause, Reason } from '../../domain/permissions/explain-permissions.ts';
import type { Language } from '../contracts/problem-titles.ts';

/** Why somebody has a right, by cause; `{group}` and `{limit}` are filled in. */
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
  'account-closed': {
    en: 'The group "{group}" gives it, but no account with a transfer right is left',
    ja: 'グループ「{group}」の権限ですが、振込・総合振込のできる口座が解約されたため無効です',
  },
};

const UNLIMITED: Readonly<Record<Language, string>> = { en: 'unlimited', ja: '無制限' };

/** A reason as the API shows it, in the language asked for. */
export function reasonReply({ right, accountId, rule, cause, limit }: Reason, groupName: string | undefined, language: Language) {
  const values: Readonly<Record<string, string>> = { group: groupName ?? '', limit: yen(limit, language) };
  const detail = TEXTS[cause][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

  return { right, ...(accountId !== undefined && { accountId }), rule, detail };
}

function yen(limit: number | null | undefined, language: Language): string {
  if (limit === null) return UNLIMITED[language];
  if (limit === undefined) return '';

  const digits = limit.toLocaleString('en');

  return language === 'ja' ? `${digits}円` : `${digits} yen`;
}
