import { ok, type Result, refuse } from '../result.ts';

/** What a mail token confirms (C-10): it serves for exactly this and nothing else. */
export type MailTokenBinding = {
  readonly sessionId: string;
  readonly operation: string;
  /** What is decided on, for operations that have a target, in one canonical form. */
  readonly target?: string;
};

/** A token that was issued: six digits derived from `causeId` when needed, never stored. */
export type IssuedMailToken = MailTokenBinding & {
  readonly causeId: string;
  /** RFC 3339. */
  readonly expiresAt: string;
  readonly triesLeft: number;
};

/** All that is kept about a user's mail tokens; there is at most one live token, so a re-issue voids the earlier one. */
export type MailTokens = {
  readonly current: IssuedMailToken | null;
  /** When tokens were issued within the last window, RFC 3339, oldest first. */
  readonly issuedAt: readonly string[];
  readonly wrongInARow: number;
  /** No token is sent before this time, RFC 3339. */
  readonly pausedUntil: string | null;
};

/** Named as in the settings file. */
export type MailTokenSettings = {
  readonly minutes: number;
  readonly tries: number;
  readonly perWindow: number;
  readonly windowMinutes: number;
  readonly wrongInARow: number;
  readonly pauseMinutes: number;
};

export type TooManyMailTokens = { readonly code: 'too-many-requests'; readonly retryAfterSeconds: number };
export type NoSuchMailToken = { readonly code: 'no-such-token' };

/** A user who was never sent a token. */
export const NO_MAIL_TOKENS: MailTokens = { current: null, issuedAt: [], wrongInARow: 0, pausedUntil: null };

/**
 * Issues a token, unless sending is paused or the window is full. `causeId` is what the token is derived from: new for
 * every token. The state answered is saved on condition of the one passed in.
 */
export function issueMailToken(
  tokens: MailTokens,
  { causeId, binding, now }: { readonly causeId: string; readonly binding: MailTokenBinding; readonly now: Date },
  settings: MailTokenSettings,
): Result<{ readonly tokens: MailTokens; readonly issued: IssuedMailToken }, TooManyMailTokens> {
  const recent = tokens.issuedAt.filter((at) => now < minutesAfter(at, settings.windowMinutes));
  const mayIssueAt = nextIssueAt({ ...tokens, issuedAt: recent }, settings);

  if (mayIssueAt !== null && now < mayIssueAt) {
    return refuse({ code: 'too-many-requests', retryAfterSeconds: Math.ceil((mayIssueAt.getTime() - now.getTime()) / 1000) });
  }

  const issued: IssuedMailToken = {
    ...binding,
    causeId,
    expiresAt: minutesAfter(now.toISOString(), settings.minutes).toISOString(),
    triesLeft: settings.tries,
  };

  const issuedAt = [...recent, now.toISOString()];

  return ok({ tokens: { ...tokens, current: issued, issuedAt, pausedUntil: null }, issued });
}

/**
 * Begins a try on the live token: one of its tries is spent before the code is compared, so that tries made at the same
 * time cannot share one. Answers the `causeId` that derives the code; `endMailTokenTry` follows. A token for something
 * else (C-10), an expired or used-up one is refused with nothing spent: no code is compared then.
 */
export function beginMailTokenTry(
  tokens: MailTokens,
  { binding, now }: { readonly binding: MailTokenBinding; readonly now: Date },
): Result<{ readonly tokens: MailTokens; readonly causeId: string }, NoSuchMailToken> {
  const { current } = tokens;
  if (current === null || !servesFor(current, binding) || current.triesLeft < 1 || now >= new Date(current.expiresAt)) {
    return refuse({ code: 'no-such-token' });
  }

  return ok({ causeId: current.causeId, tokens: { ...tokens, current: { ...current, triesLeft: current.triesLeft - 1 } } });
}

/**
 * How a try ended: the code was `wrong`; it was right and has confirmed something (`used`); or it was right, but what it
 * was to confirm did not come about (`unused`), and the token can be used again.
 */
export type MailTokenOutcome = 'wrong' | 'used' | 'unused';

/** Ends a try on the token of `causeId`. A right code ends the row of wrong ones; too long a row pauses sending. */
export function endMailTokenTry(
  tokens: MailTokens,
  { causeId, outcome, now }: { readonly causeId: string; readonly outcome: MailTokenOutcome; readonly now: Date },
  settings: MailTokenSettings,
): MailTokens {
  if (outcome === 'wrong') return oneMoreWrong(tokens, now, settings);

  const current = tokens.current?.causeId === causeId ? afterRightCode(tokens.current, outcome, settings) : tokens.current;

  return { ...tokens, current, wrongInARow: 0 };
}

function afterRightCode(
  token: IssuedMailToken,
  outcome: 'used' | 'unused',
  { tries }: MailTokenSettings,
): IssuedMailToken | null {
  return outcome === 'used' ? null : { ...token, triesLeft: Math.min(tries, token.triesLeft + 1) };
}

function oneMoreWrong(tokens: MailTokens, now: Date, settings: MailTokenSettings): MailTokens {
  const wrongInARow = tokens.wrongInARow + 1;
  if (wrongInARow < settings.wrongInARow) return { ...tokens, wrongInARow };

  return { ...tokens, wrongInARow: 0, pausedUntil: minutesAfter(now.toISOString(), settings.pauseMinutes).toISOString() };
}

function servesFor(token: IssuedMailToken, binding: MailTokenBinding): boolean {
  return token.sessionId === binding.sessionId && token.operation === binding.operation && token.target === binding.target;
}

function nextIssueAt({ issuedAt, pausedUntil }: MailTokens, { perWindow, windowMinutes }: MailTokenSettings): Date | null {
  // With the window full, the next one may go when the oldest that still fills it has left.
  const blocking = issuedAt.at(-perWindow);
  const windowOpensAt = blocking === undefined ? null : minutesAfter(blocking, windowMinutes);
  const pauseEndsAt = pausedUntil === null ? null : new Date(pausedUntil);

  if (windowOpensAt === null || pauseEndsAt === null) return windowOpensAt ?? pauseEndsAt;

  return windowOpensAt > pauseEndsAt ? windowOpensAt : pauseEndsAt;
}

function minutesAfter(time: string, minutes: number): Date {
  return new Date(Date.parse(time) + minutes * 60_000);
}
