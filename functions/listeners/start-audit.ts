import type { Context } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import { type Executions, executions } from '../adapters/step-functions/executions.ts';
import { systemClock } from '../runtime/dependencies.ts';
import { environment } from '../runtime/environment.ts';
import { logger } from '../runtime/logger.ts';

type StarterDependencies = { executions: Executions; stateMachineArn: string; clock: Clock };

/** Starts the audit of the CAs. A run that is repeated on the same day finds its execution there. */
export async function startAudit({ executions, stateMachineArn, clock }: StarterDependencies): Promise<void> {
  const day = clock.now().toISOString().slice(0, 10).replaceAll('-', '');

  await executions.start(stateMachineArn, `audit-${day}`, {});
}

let wired: StarterDependencies | undefined;

/** Called by a monthly schedule, whose payload says nothing. Wired on first invocation. */
export async function handler(_schedule: unknown, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= { executions: executions(), stateMachineArn: environment('STATE_MACHINE_ARN'), clock: systemClock };

  await startAudit(wired);
}
