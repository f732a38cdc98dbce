import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws/aws-error.ts';
import type { Authorize } from '../../aws/iam/authorize.ts';
import { startRecurring } from '../../aws/recurring.ts';
import type { LocalClock } from '../../clock.ts';
import type { State } from '../../state.ts';
import type { Assembly } from '../../template/assembly.ts';
import { type HandBack, NotTaken, type SendDeadLetter } from '../dead-letters.ts';
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

type Running = {
  /** Runs what has become due by a move of the clock. */
  catchUp(): Promise<void>;
  close(): void;
};

export type Schedules = Running & { readonly handBack: HandBack['schedule'] };

/** The next time a schedule is due, `null` = never again; by the timetable of this text. */
type Appointment = { readonly dueAt: string | null; readonly timetable: string };

/** The last moment a Date can tell. */
const NEVER = new Date(8.64e15);

/**
 * Runs the template's schedules by the local clock; what became due while nothing ran is made up for once, at the start.
 * A move of the clock runs a schedule of days at each of its times. More frequent ones run once per move, at its end: no
 * one wants a month's advance to take the thousands of runs of `rate(5 minutes)`.
 */
export function startSchedules(parts: Parts): Schedules {
  const { assembly, clock, state, authorize, invocations, deadLetter, report } = parts;
  const appointments = state.documents<Appointment>('schedules');
  const schedules = schedulesOf(assembly);
  const running = schedules.map((schedule) => (schedule.timetable.isFrequent ? startFrequent(schedule) : startExact(schedule)));

  /** The kept time, or the first one of its timetable: kept from then on, so that a restart does not put it off. */
  function appointmentOf({ arn, timetable }: Schedule): Date | undefined {
    const kept = appointments.get(arn);
    if (kept?.timetable === timetable.text) return kept.dueAt === null ? undefined : new Date(kept.dueAt);

    const first = timetable.first(clock.now());
    keep(arn, timetable, first);

    return first;
  }

  function keep(arn: string, timetable: Schedule['timetable'], due: Date | undefined): void {
    appointments.put(arn, { dueAt: due?.toISOString() ?? null, timetable: timetable.text });
  }

  /** Invokes the target; that it did, and when it is due again, are kept together. */
  function run(schedule: Schedule, next: Date | undefined): void {
    const refusal = refusalOf(schedule, authorize);

    state.transaction(() => {
      keep(schedule.arn, schedule.timetable, next);
      const event = schedule.input ?? notification(schedule, assembly, clock.now());

      if (refusal === undefined) {
        invocations.accept(schedule.functionArn, event);
      } else if (schedule.deadLetterQueueArn !== undefined) {
        const undelivered = { edge: 'schedule', scheduleArn: schedule.arn, event } as const;
        deadLetter(schedule.deadLetterQueueArn, { reason: refusal, body: event, undelivered });
      }
    });

    if (refusal !== undefined) report(`The schedule ${schedule.name} could not run: ${refusal}`);
  }

  function startFrequent(schedule: Schedule): Running {
    const { timetable } = schedule;
    const nextDue = (after: Date): Date | undefined => timetable.next(appointmentOf(schedule) ?? NEVER, after);

    return startRecurring(clock, {
      firstDue: appointmentOf(schedule) ?? NEVER,
      nextDue: (after) => nextDue(after) ?? NEVER,
      run: async () => run(schedule, nextDue(clock.now())),
      report: (failure) => report(`The schedule ${schedule.name} could not run: ${failure}`),
    });
  }

  function startExact(schedule: Schedule): Running {
    let cancel = (): void => {};

    function waitFor(due: Date | undefined): void {
      if (!due) return;

      cancel = clock.at(due, async () => {
        const next = schedule.timetable.next(due, clock.now());
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
    handBack: ({ scheduleArn, event }) => {
      const schedule = schedules.find(({ arn }) => arn === scheduleArn);
      if (!schedule) throw new NotTaken(`There is no schedule ${scheduleArn} any more`);

      const refusal = refusalOf(schedule, authorize);
      if (refusal !== undefined) throw new NotTaken(refusal);

      invocations.accept(schedule.functionArn, event);
    },
  };
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
