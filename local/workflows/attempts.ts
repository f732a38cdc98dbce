import type { Catcher, Retrier } from './definition/fields.ts';
import { isFor, StateFailure } from './failure.ts';
import type { AtState, Scope } from './scope.ts';
import { type Leaving, left, type Step } from './steps.ts';

type Attempted = Leaving & { readonly Retry: readonly Retrier[]; readonly Catch: readonly Catcher[] };

/** Does the work of a state once, from where it stood; answers the position in which its result is kept. */
export type Attempt = (position: AtState) => Promise<{ readonly position: AtState; readonly result: unknown }>;

/**
 * Attempts the work of a state until it is done, or a failure is caught, or no retrier is left for it. Times between the
 * attempts pass by the local clock.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export async function attemptUntilDone(state: Attempted, from: AtState, scope: Scope, attempt: Attempt): Promise<Step> {
  let current = from;

  for (;;) {
    try {
      current = await waitForAttempt(current, scope);
      const { position, result } = current.done ? { position: current, ...current.done } : await attempt(current);

      return await left(state, position, scope, { otherwise: result, result });
    } catch (failure) {
      if (!(failure instanceof StateFailure)) throw failure;

      const again = nextAttempt(state.Retry, failure, current, scope);
      if (!again) return caught(state.Catch, failure, current, scope);
      current = scope.save(again, []);
    }
  }
}

async function waitForAttempt({ dueAt, ...position }: AtState, scope: Scope): Promise<AtState> {
  if (dueAt === undefined) return position;

  await scope.sleepUntil(new Date(dueAt));
  return scope.save(position, []);
}

/** The position that waits for the next attempt; undefined when no retrier is for this failure any more. */
function nextAttempt(
  retriers: readonly Retrier[],
  { error }: StateFailure,
  { state, input, enteredAt, variables, retries }: AtState,
  scope: Scope,
): AtState | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => isFor(ErrorEquals, error));
  const retrier = retriers[index];
  const used = retries[index] ?? 0;
  if (!retrier || used >= retrier.MaxAttempts) return undefined;

  return {
    state,
    input,
    enteredAt,
    variables,
    retries: retriers.map((_, one) => (retries[one] ?? 0) + (one === index ? 1 : 0)),
    dueAt: new Date(scope.run.clock.now().getTime() + delayMs(retrier, used)).toISOString(),
  };
}

function delayMs({ IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retrier, used: number): number {
  const longest = Math.min(IntervalSeconds * BackoffRate ** used, MaxDelaySeconds ?? 99_999_999);

  return Math.round(longest * 1000 * (JitterStrategy === 'FULL' ? Math.random() : 1));
}

/** @throws the failure, when no catcher is for it */
function caught(catchers: readonly Catcher[], failure: StateFailure, position: AtState, scope: Scope): Promise<Step> {
  const catcher = catchers.find(({ ErrorEquals }) => isFor(ErrorEquals, failure.error));
  if (!catcher) throw failure;

  const errorOutput = { Error: failure.error, Cause: failure.message };

  return left(catcher, position, scope, { otherwise: errorOutput, errorOutput });
}
