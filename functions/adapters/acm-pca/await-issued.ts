import { setTimeout as pause } from 'node:timers/promises';
import { type IssuedCertificate, issued } from './certificate-authority.ts';

const MAX_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Waits until a certificate is there, asking again after growing pauses. The one place where a request waits: the person
 * who picks it up is waiting for it, and ACM PCA takes a second or so.
 *
 * @returns undefined when it was not there within the time, at most 10 seconds
 */
export async function awaitIssued(
  certificateArn: string,
  { timeoutMs = MAX_MS }: { readonly timeoutMs?: number } = {},
): Promise<IssuedCertificate | undefined> {
  // Not the date: a clock that is set while this waits changes nothing.
  const until = performance.now() + Math.min(timeoutMs, MAX_MS);

  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const certificate = await issued(certificateArn);
    if (certificate !== undefined || performance.now() + pauseMs > until) return certificate;

    await pause(pauseMs);
  }
}
