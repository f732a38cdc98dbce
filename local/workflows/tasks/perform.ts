import { Refusal } from '../../refusal.ts';
import { isQuery } from '../query/query.ts';
import { checkInvokeArguments, type InvokeFunction, LAMBDA_INVOKE } from './lambda-invoke.ts';
import { type CallAws, integrationOf } from './sdk-call.ts';

/** One piece of work that a Task asks for, in the name of its machine's role. */
export type TaskRequest = { readonly resource: string; readonly parameters: unknown; readonly roleArn: string };

/** Does the work and answers its result. @throws StateFailure, or another error where it is the local run that cannot */
export type PerformTask = (request: TaskRequest) => Promise<unknown>;

export function taskPerformer({ invoke, call }: { invoke: InvokeFunction; call: CallAws }): PerformTask {
  return async ({ resource, parameters, roleArn }) => {
    if (resource === LAMBDA_INVOKE) return invoke(roleArn, parameters);

    const integration = integrationOf(resource);
    if (!integration) throw new Error(`The local run does not know the resource ${resource}`);

    return call(integration, roleArn, parameters);
  };
}

/**
 * @param actions of the local AWS, by service
 * @throws Refusal for a resource or arguments of a Task that the local run does not know
 */
export function checkTask(
  { Resource: resource, Arguments: given }: { Resource: string; Arguments?: unknown },
  actions: Readonly<Record<string, readonly string[]>>,
  where: string,
): void {
  if (resource === LAMBDA_INVOKE) {
    const problem = typeof given === 'string' && isQuery(given) ? undefined : checkInvokeArguments(given);
    if (problem !== undefined) throw new Refusal(`The local run does not know the Arguments of ${where}: ${problem}`);
    return;
  }

  const integration = integrationOf(resource);
  if (!integration || !actions[integration.service]?.includes(integration.action)) {
    throw new Refusal(`The local run does not know the Resource ${resource} of ${where}.`);
  }
}
