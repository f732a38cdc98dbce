import type { Context, EventBridgeEvent } from 'aws-lambda';
import { EventEnvelope } from '../../events/envelope.ts';
import { EVENTS, isEventType } from '../../events/index.ts';
import { type Executions, executions } from '../adapters/step-functions/executions.ts';
import { environment } from '../runtime/environment.ts';
import { logger } from '../runtime/logger.ts';

type StarterDependencies = { executions: Executions; stateMachineArn: string };

/**
 * Starts a state machine with the tenant and the data of an event, once however often the event is delivered: the execution
 * is named after it. Throws for what is no event of ours.
 *
 * @param detail the envelope of the event
 */
export async function startWorkflow(detail: unknown, { executions, stateMachineArn }: StarterDependencies): Promise<void> {
  const { type } = EventEnvelope.parse(detail);
  if (!isEventType(type)) throw new Error(`There is no event ${type}`);

  const { id, tenantId, data } = EVENTS[type].schema.parse(detail);

  await executions.start(stateMachineArn, id, { tenantId, ...data });
}

let wired: StarterDependencies | undefined;

/** Target of a rule of the bus; each workflow has its own, and a Lambda of its own. Wired on first invocation. */
export async function handler({ detail }: EventBridgeEvent<string, unknown>, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= { executions: executions(), stateMachineArn: environment('STATE_MACHINE_ARN') };

  await startWorkflow(detail, wired);
}
