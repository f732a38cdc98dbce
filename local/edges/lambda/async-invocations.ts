import { randomUUID } from 'node:crypto';
import type { Authorize } from '../../aws/iam/authorize.ts';
import type { LocalClock } from '../../clock.ts';
import type { Duplicates } from '../../faults/duplicates.ts';
import type { Invocation, LambdaPool } from '../../functions/pool.ts';
import type { State } from '../../state.ts';
import type { Assembly } from '../../template/assembly.ts';
import { type HandBack, NotTaken, type SendDeadLetter } from '../dead-letters.ts';
import type { Outstanding } from '../outstanding.ts';
import { type InvokeConfig, invokeConfigOf } from './invoke-config.ts';

/** An accepted invocation, under its request ID. */
type Pending = {
  readonly functionArn: string;
  readonly event: unknown;
  readonly acceptedAt: string;
  /** How often it failed so far. */
  readonly failures: number;
  readonly dueAt: string;
};

/** Lambda's queue of asynchronous invocations. */
export type AsyncInvocations = {
  /** Takes an invocation over: it is kept until it succeeds or ends as a dead letter. May be part of a state transaction. */
  accept(functionArn: string, event: unknown): void;
  readonly handBack: HandBack['invocation'];
  /** Starts nothing more; what is pending is kept for the next start. */
  close(): void;
};

type Parts = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly state: State;
  readonly authorize: Authorize;
  readonly invoke: LambdaPool['invoke'];
  readonly deadLetter: SendDeadLetter;
  readonly duplicates: Pick<Duplicates, 'next'>;
  readonly outstanding: Outstanding;
  readonly report: (line: string) => void;
};

/** One minute before the second attempt, two before the third. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_DELAY_MS = 60_000;

/**
 * Starts the queue, with what an earlier run left in it.
 *
 * @throws Refusal when the template gives a function asynchronous settings the local run does not know
 */
export function startAsyncInvocations(parts: Parts): AsyncInvocations {
  const { assembly, clock, state, invoke, deadLetter, duplicates, outstanding, report } = parts;
  const pendings = state.documents<Pending>('async-invocations');
  const configs = new Map(
    assembly.resources('AWS::Lambda::Function').map((lambda) => [lambda.arn, invokeConfigOf(lambda, assembly, parts.authorize)]),
  );
  const cancellations = new Map<string, () => void>();
  let closed = false;

  function schedule(requestId: string, dueAt: Date): void {
    if (dueAt > clock.now()) {
      cancellations.set(
        requestId,
        clock.at(dueAt, async () => start(requestId)),
      );
    } else {
      start(requestId);
    }
  }

  function start(requestId: string): void {
    // Counted at once, so that whoever waits for idle waits for it; run after the transaction that accepted it, if there is one.
    const end = outstanding.begin();
    cancellations.delete(requestId);
    setImmediate(() => {
      attempt(requestId)
        .catch((failure) => report(`The asynchronous invocation ${requestId} could not be carried out: ${failure}`))
        .finally(end);
    });
  }

  async function attempt(requestId: string): Promise<void> {
    const pending = closed ? undefined : pendings.get(requestId);
    if (!pending) return;

    const outcome = await deliver(requestId, pending);
    if (closed) return;

    if (outcome.ok) pendings.delete(requestId);
    else retryOrGiveUp(requestId, pending, outcome);
  }

  /** A duplicate comes while the first is under way, when it does most harm; the first one's outcome counts. */
  async function deliver(requestId: string, { functionArn, event }: Pending): Promise<Invocation> {
    const invokeOnce = (): Promise<Invocation> => invoke(functionArn, event, { requestId, queued: true });
    if (!duplicates.next('invocation', functionArn)) return invokeOnce();

    const [outcome] = await Promise.all([invokeOnce(), invokeOnce()]);

    return outcome;
  }

  function retryOrGiveUp(requestId: string, pending: Pending, failure: Failure): void {
    const config = configs.get(pending.functionArn);
    if (!config) throw new Error(`The template has no function ${pending.functionArn}`);

    const failures = pending.failures + 1;
    const dueAt = new Date(clock.now().getTime() + failures * RETRY_DELAY_MS);
    const tooOld = dueAt.getTime() - Date.parse(pending.acceptedAt) > config.maxAgeMs;

    if (failures <= config.retryAttempts && !tooOld) {
      pendings.put(requestId, { ...pending, failures, dueAt: dueAt.toISOString() });
      schedule(requestId, dueAt);
      return;
    }

    state.transaction(() => {
      pendings.delete(requestId);
      leave(
        requestId,
        { ...pending, failures },
        config,
        failure,
        failures <= config.retryAttempts ? 'EventAgeExceeded' : 'RetriesExhausted',
      );
    });
  }

  function leave(requestId: string, pending: Pending, { onFailure }: InvokeConfig, failure: Failure, condition: string): void {
    const reason = `${condition}: ${failure.errorType}: ${failure.errorMessage}`;

    if (!onFailure) {
      report(
        `The event of ${pending.functionArn} is lost, as it would be in AWS (${reason}): the function has no destination for failures.`,
      );
      return;
    }

    const { functionArn, event } = pending;
    const body = onFailure.kind === 'destination' ? account(requestId, pending, failure, condition, clock.now()) : event;
    deadLetter(onFailure.queueArn, { reason, body, undelivered: { edge: 'invocation', functionArn, event } });
  }

  for (const { key, document } of pendings.entries()) schedule(key, new Date(document.dueAt));

  function accept(functionArn: string, event: unknown): void {
    const requestId = randomUUID();
    const now = clock.now();
    pendings.put(requestId, { functionArn, event, acceptedAt: now.toISOString(), failures: 0, dueAt: now.toISOString() });
    schedule(requestId, now);
  }

  return {
    accept,
    handBack: ({ functionArn, event }) => {
      if (!configs.has(functionArn)) throw new NotTaken(`There is no function ${functionArn} any more`);
      accept(functionArn, event);
    },
    close: () => {
      closed = true;
      for (const cancel of cancellations.values()) cancel();
    },
  };
}

type Failure = Extract<Invocation, { ok: false }>;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function account(
  requestId: string,
  { functionArn, event, failures }: Pending,
  failure: Failure,
  condition: string,
  now: Date,
): unknown {
  return {
    version: '1.0',
    timestamp: now.toISOString(),
    requestContext: { requestId, functionArn: `${functionArn}:$LATEST`, condition, approximateInvokeCount: failures },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: failure.errorType, errorMessage: failure.errorMessage },
  };
}
