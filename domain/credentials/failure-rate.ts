/** Failed logins of one login ID or source since the first of them, for a minute. */
export type FailureCount = {
  /** When the minute began (RFC 3339). */
  readonly since: string;
  readonly failures: number;
};

const MINUTE_MS = 60_000;

/** Whether a failure goes on with a count; otherwise it begins a new one. */
export function isRunning(count: FailureCount | undefined, now: Date): count is FailureCount {
  return count !== undefined && now.getTime() < endOf(count);
}

/**
 * How many seconds to wait, when so many failures in a minute are the most: 1 to 60. `undefined` = a further login may be
 * tried. Only failures count, so right logins are never limited by right ones.
 */
export function secondsToWait(count: FailureCount | undefined, most: number, now: Date): number | undefined {
  if (!isRunning(count, now) || count.failures < most) return undefined;

  return Math.min(60, Math.ceil((endOf(count) - now.getTime()) / 1_000));
}

function endOf({ since }: FailureCount): number {
  return Date.parse(since) + MINUTE_MS;
}
