import { randomUUID } from 'node:crypto';
import type { Answer } from './api.ts';

const MOST_TRIES = 20;

/**
 * Sends a harmless request so often at once that every worker of its function is up. Without this the first of several
 * requests is done before the workers of the others have started, and no race takes place.
 */
export async function warmUp(send: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, send));
}

/**
 * Repeats a request while it is answered 503, as a client may: contention or a slow machine was too much for it. Its
 * Idempotency-Key makes sure that it has one effect, even where only the answer to an earlier try was lost.
 */
export async function untilAnswered<Body>(send: (idempotencyKey: string) => Promise<Answer<Body>>): Promise<Answer<Body>> {
  const key = randomUUID();

  for (let tries = 1; ; tries++) {
    const answer = await send(key);
    if (answer.status !== 503 || tries === MOST_TRIES) return answer;
  }
}
