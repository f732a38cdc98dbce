import type { Context } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import { isAnyDue, REMINDER_SHARDS } from '../adapters/dynamodb/certificates.ts';
import { type Executions, executions } from '../adapters/step-functions/executions.ts';
import { systemClock } from '../runtime/dependencies.ts';
import { environment } from '../runtime/environment.ts';
import { logger } from '../runtime/logger.ts';
import type { ReminderShard } from '../workflows/remind-holders.ts';

type StarterDependencies = {
  isAnyDue: typeof isAnyDue;
  executions: Executions;
  stateMachineArn: string;
  clock: Clock;
};

/** starts the reminders of the day, over the shards that hold any; on most days of most deployments there are none. */
export async function startReminders(dependencies: StarterDependencies): Promise<void> {
  const { isAnyDue, executions, stateMachineArn, clock } = dependencies;
  const now = clock.now();
  const dueBy = now.toISOString();

  const isDue = await Promise.all(Array.from({ length: REMINDER_SHARDS }, (_, shard) => isAnyDue(shard, now)));
  const shards = isDue.flatMap((due, shard): ReminderShard[] => (due ? [{ shard, dueBy }] : []));
  if (shards.length === 0) return;

  // A run that is repeated in the same minute finds its execution there.
  await executions.start(stateMachineArn, `reminders-${dueBy.slice(0, 16).replaceAll(/\D/g, '')}`, { shards });
}

let wired: StarterDependencies | undefined;

/** Called by a daily schedule, whose payload says nothing. Wired on first invocation. */
export async function handler(_schedule: unknown, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= {
    isAnyDue,
    executions: executions(),
    stateMachineArn: environment('STATE_MACHINE_ARN'),
    clock: systemClock,
  };

  await startReminders(wired);
}
