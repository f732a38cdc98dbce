import type { TakeEvents } from '../../aws/eventbridge/eventbridge-service.ts';
import type { SendDeadLetter } from '../dead-letters.ts';
import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import type { Rule } from './rules.ts';

/**
 * Hands events to the functions that rules name. It happens within the transaction that accepts the events, so that each
 * reaches Lambda's queue or is not accepted at all. Retries are Lambda's from then on; the rule's own dead-letter queue
 * gets what could not be handed over, which is what the function does not permit.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function eventDelivery(parts: {
  rules: readonly Rule[];
  invocations: AsyncInvocations;
  deadLetter: SendDeadLetter;
  report: (line: string) => void;
}): TakeEvents {
  const { rules, invocations, deadLetter, report } = parts;

  return (events) => {
    for (const { bus, event } of events) {
      for (const rule of rules.filter((candidate) => candidate.bus === bus && candidate.matches(event))) {
        for (const { functionArn, permitted, deadLetterQueueArn } of rule.targets) {
          if (permitted) {
            invocations.accept(functionArn, event);
            continue;
          }

          const reason = `NO_PERMISSIONS: the function ${functionArn} does not let the rule ${rule.name} invoke it`;
          report(reason);
          if (deadLetterQueueArn !== undefined) deadLetter(deadLetterQueueArn, { reason, body: event });
        }
      }
    }
  };
}
