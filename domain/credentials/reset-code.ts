/** Named as in the settings file. */
export type ResetCodeSettings = { readonly resetCode: { readonly minutes: number; readonly tries: number } };

/** When a reset code ends (C-6). */
export function resetEndsAt({ requestedAt }: { readonly requestedAt: string }, { resetCode }: ResetCodeSettings): Date {
  return new Date(Date.parse(requestedAt) + resetCode.minutes * 60_000);
}

/** C-7: whether a reset code still serves: within its minutes, with tries left. */
export function isResetOpen(
  reset: { readonly requestedAt: string; readonly failures: number },
  now: Date,
  settings: ResetCodeSettings,
): boolean {
  return now < resetEndsAt(reset, settings) && reset.failures < settings.resetCode.tries;
}
