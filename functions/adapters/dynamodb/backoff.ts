import { randomInt } from 'node:crypto';

/** Full jitter: between 0 and 25 ms doubled per round, at most 800 ms. https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/ */
export function backoffMs(round: number): number {
  return randomInt(Math.min(800, 25 * 2 ** round) + 1);
}
