import * as z from 'zod';
import type { Authorize } from '../../aws/iam/authorize.ts';
import { Refusal } from '../../refusal.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { checkDestination } from '../dead-letters.ts';
import { knownProperties } from '../known-properties.ts';

/** How Lambda treats a function's asynchronous invocations that fail. */
export type InvokeConfig = {
  readonly retryAttempts: number;
  readonly maxAgeMs: number;
  /** A destination gets an account of the failure, a dead-letter queue the event alone. */
  readonly onFailure?: { readonly kind: 'destination' | 'dead-letter-queue'; readonly queueArn: string };
};

const Destination = z.strictObject({ Destination: z.string() });
const EventInvokeConfig = z.strictObject({
  FunctionName: z.string().optional(),
  Qualifier: z.literal('$LATEST').optional(),
  // Lambda's defaults: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  MaximumRetryAttempts: z.int().default(2),
  MaximumEventAgeInSeconds: z.int().default(21_600),
  DestinationConfig: z.strictObject({ OnFailure: Destination.optional() }).optional(),
});
const FunctionProperties = z.object({ Role: z.string(), DeadLetterConfig: z.object({ TargetArn: z.string() }).optional() });

/**
 * The asynchronous settings of a function of the template.
 *
 * @throws Refusal when the settings hold what the local run does not know, or the function's role may not send to its queue:
 * AWS refuses the deployment then
 */
export function invokeConfigOf(lambda: Resource, assembly: Assembly, authorize: Authorize): InvokeConfig {
  const config = settingsOf(lambda, assembly);
  const { Role: roleArn, DeadLetterConfig } = FunctionProperties.parse(lambda.properties);
  const destination = config.DestinationConfig?.OnFailure?.Destination;
  const queueArn = destination ?? DeadLetterConfig?.TargetArn;
  const limits = { retryAttempts: config.MaximumRetryAttempts, maxAgeMs: config.MaximumEventAgeInSeconds * 1000 };

  if (queueArn === undefined) return limits;

  checkDestination(queueArn, assembly, lambda.logicalId);
  checkMaySend(roleArn, queueArn, authorize, lambda.logicalId);

  return { ...limits, onFailure: { kind: destination === undefined ? 'dead-letter-queue' : 'destination', queueArn } };
}

function settingsOf(lambda: Resource, assembly: Assembly): z.output<typeof EventInvokeConfig> {
  const resource = assembly
    .resources('AWS::Lambda::EventInvokeConfig')
    .find(({ properties }) => [lambda.physicalId, lambda.arn].includes(String(properties['FunctionName'])));

  return resource ? knownProperties(EventInvokeConfig, resource) : EventInvokeConfig.parse({});
}

/** @throws Refusal unless the role may send to the queue */
export function checkMaySend(roleArn: string, queueArn: string, authorize: Authorize, where: string): void {
  try {
    authorize(roleArn, { action: 'sqs:SendMessage', resource: queueArn, context: {} });
  } catch (cause) {
    throw new Refusal(`${where} could not be deployed: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
