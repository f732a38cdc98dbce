import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws/aws-error.ts';
import type { Authorize } from '../../aws/iam/authorize.ts';
import { startRecurring } from '../../aws/recurring.ts';
import type { LocalClock } from '../../clock.ts';
import type { State } from '../../state.ts';
import type { Assembly } from '../../template/assembly.ts';
import type { SendDeadLetter } from '../dead-letters.ts';
import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import { type Schedule, schedulesOf } from './schedules.ts';

type Parts = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly state: State;
  readonly authorize: Authorize;
  readonly invocations: AsyncInvocations;
  readonly deadLetter: SendDeadLetter;
  readonly report: (line: string) => void;
};

export type Schedules = {
  /** Runs what has become due by a move of the clock. */
  catchUp(): Promise<void>;
  close(): void;
};

/** The next time a schedule is due; `null` = never again. */
type Appointment = { readonly dueAt: string | null };

const DAY_MS = 86_400_000;

/**
 * Runs the template's schedules by the local clock; what became due while nothing ran is made up for once, at the start.
 * A move of the clock runs a schedule of days at each of its times. More frequent ones run once per move, at its end: no
 * one wants a month's advance to take the thousands of runs of `rate(5 minutes)`.
 */
export function startSchedules(parts: Parts): Schedules {
  const { assembly, clock, state, authorize, invocations, deadLetter, report } = parts;
  const appointments = state.documents<Appointment>('schedules');
  const running = schedulesOf(assembly).map((schedule) =>
    isFrequent(schedule) ? startFrequent(schedule) : startExact(schedule),
  );

  /** The kept time, or the first one after now: kept from then on, so that a restart does not put it off. */
  function appointmentOf({ arn, timetable }: Schedule): Date | undefined {
    const kept = appointments.get(arn);
    if (kept) return kept.dueAt === null ? undefined : new Date(kept.dueAt);

    const first = timetable.kind === 'once' ? timetable.at : new Date(clock.now().getTime() + timetable.everyMs);
    appointments.put(arn, { dueAt: first.toISOString() });

    return first;
  }

  /** Invokes the target; that it did, and when it is due again, are kept together. */
  function run(schedule: Schedule, next: Date | undefined): void {
    const refusal = refusalOf(schedule, authorize);

    state.transaction(() => {
      appointments.put(schedule.arn, { dueAt: next?.toISOString() ?? null });
      const event = schedule.input ?? notification(schedule, assembly, clock.now());

      if (refusal === undefined) {
        invocations.accept(schedule.functionArn, event);
      } else if (schedule.deadLetterQueueArn !== undefined) {
        deadLetter(schedule.deadLetterQueueArn, { reason: refusal, body: event });
      }
    });

    if (refusal !== undefined) report(`The schedule ${schedule.name} could not run: ${refusal}`);
  }

  function startFrequent(schedule: Schedule & { timetable: { kind: 'rate' } }): Schedules {
    const nextDue = (after: Date): Date => nextTime(appointmentOf(schedule) ?? after, schedule.timetable.everyMs, after);

    return startRecurring(clock, {
      firstDue: appointmentOf(schedule) ?? clock.now(),
      nextDue,
      run: async () => run(schedule, nextDue(clock.now())),
      report: (failure) => report(`The schedule ${schedule.name} could not run: ${failure}`),
    });
  }

  function startExact(schedule: Schedule): Schedules {
    let cancel = (): void => {};

    function waitFor(due: Date | undefined): void {
      if (!due) return;

      cancel = clock.at(due, async () => {
        const { timetable } = schedule;
        const next = timetable.kind === 'rate' ? nextTime(due, timetable.everyMs, clock.now()) : undefined;
        run(schedule, next);
        waitFor(next);
      });
    }
    waitFor(appointmentOf(schedule));

    return { catchUp: async () => {}, close: () => cancel() };
  }

  return {
    catchUp: async () => {
      await Promise.all(running.map((schedule) => schedule.catchUp()));
    },
    close: () => {
      for (const schedule of running) schedule.close();
    },
  };
}

function isFrequent(schedule: Schedule): schedule is Schedule & { timetable: { kind: 'rate' } } {
  return schedule.timetable.kind === 'rate' && schedule.timetable.everyMs < DAY_MS;
}

/** The first time after `after` that is whole intervals from `due`. */
function nextTime(due: Date, everyMs: number, after: Date): Date {
  const passed = Math.floor((after.getTime() - due.getTime()) / everyMs);

  return new Date(due.getTime() + Math.max(passed + 1, 1) * everyMs);
}

/** Scheduler invokes with its own role. https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role */
function refusalOf({ roleArn, functionArn }: Schedule, authorize: Authorize): string | undefined {
  try {
    authorize(roleArn, { action: 'lambda:InvokeFunction', resource: functionArn, context: {} });
    return undefined;
  } catch (cause) {
    if (cause instanceof AwsError) return cause.message;
    throw cause;
  }
}

/** What a target gets that has no input of its own. */
function notification({ arn }: Schedule, { region, accountId }: Assembly, now: Date): unknown {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: accountId,
    time: now.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region,
    resources: [arn],
    detail: '{}',
  };
}
