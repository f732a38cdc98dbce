import type { Context, EventBridgeEvent } from 'aws-lambda';
import { loginResetRequested } from '../../events/login-reset-requested.ts';
import { type Executions, executions } from '../adapters/step-functions/executions.ts';
import { environment } from '../runtime/environment.ts';
import { logger } from '../runtime/logger.ts';
import type { ResetBatch } from '../workflows/expire-resets.ts';

type StarterDependencies = { executions: Executions; stateMachineArn: string };

/**
 * Starts the expiry of a batch of reset codes, once however often the event is delivered.
 *
 * @param detail the envelope of a `login-reset-requested` event.
 */
export async function startResetExpiry(detail: unknown, { executions, stateMachineArn }: StarterDependencies): Promise<void> {
  const { id, tenantId, data } = loginResetRequested.schema.parse(detail);
  const batch: ResetBatch = { tenantId, ...data };

  await executions.start(stateMachineArn, id, batch);
}

let wired: StarterDependencies | undefined;

/** Target of the bus's rule for `login-reset-requested`. Wired on first invocation. */
export async function handler({ detail }: EventBridgeEvent<'login-reset-requested', unknown>, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= { executions: executions(), stateMachineArn: environment('STATE_MACHINE_ARN') };

  await startResetExpiry(detail, wired);
}
