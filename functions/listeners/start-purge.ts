import type { Context, EventBridgeEvent } from 'aws-lambda';
import { purgeRequested } from '../../events/purge-requested.ts';
import { type Executions, executions } from '../adapters/step-functions/executions.ts';
import { environment } from '../runtime/environment.ts';
import { logger } from '../runtime/logger.ts';
import type { Removed } from '../workflows/purge-removed.ts';

type StarterDependencies = { executions: Executions; stateMachineArn: string };

/**
 * Starts the purge an event asks for, once however often it is delivered: the execution is named after the event.
 *
 * @param detail the envelope of a `purge-requested` event.
 */
export async function startPurge(detail: unknown, { executions, stateMachineArn }: StarterDependencies): Promise<void> {
  const { id, tenantId, data } = purgeRequested.schema.parse(detail);
  const removed: Removed = { tenantId, ...data };

  await executions.start(stateMachineArn, id, removed);
}

let wired: StarterDependencies | undefined;

/** Target of the bus's rule for `purge-requested`. Wired on first invocation. */
export async function handler({ detail }: EventBridgeEvent<'purge-requested', unknown>, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= { executions: executions(), stateMachineArn: environment('STATE_MACHINE_ARN') };

  await startPurge(detail, wired);
}
