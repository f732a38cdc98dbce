import type { TakeEvents } from '../../aws/eventbridge/eventbridge-service.ts';
import type { Duplicates } from '../../faults/duplicates.ts';
import { type HandBack, NotTaken, type SendDeadLetter } from '../dead-letters.ts';
import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import type { Rule, Target } from './rules.ts';

export type EventDelivery = { readonly take: TakeEvents; readonly handBack: HandBack['event'] };

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
  duplicates: Pick<Duplicates, 'next'>;
  report: (line: string) => void;
}): EventDelivery {
  const { rules, invocations, deadLetter, duplicates, report } = parts;

  function deliver(event: unknown, rule: Rule, target: Target): void {
    const { functionArn, deadLetterQueueArn } = target;
    if (target.permitted) {
      invocations.accept(functionArn, event);
      if (duplicates.next('event', functionArn)) invocations.accept(functionArn, event);
      return;
    }

    const reason = notPermitted(rule, target);
    report(reason);
    if (deadLetterQueueArn === undefined) return;

    const undelivered = { edge: 'event', rule: rule.name, functionArn, event } as const;
    deadLetter(deadLetterQueueArn, { reason, body: event, undelivered });
  }

  return {
    take: (events) => {
      for (const { bus, event } of events) {
        for (const rule of rules.filter((candidate) => candidate.bus === bus && candidate.matches(event))) {
          for (const target of rule.targets) deliver(event, rule, target);
        }
      }
    },
    handBack: ({ rule: name, functionArn, event }) => {
      const rule = rules.find((candidate) => candidate.name === name);
      const target = rule?.targets.find((candidate) => candidate.functionArn === functionArn);
      if (!rule || !target) throw new NotTaken(`The rule ${name} has no target ${functionArn} any more`);
      if (!target.permitted) throw new NotTaken(notPermitted(rule, target));

      invocations.accept(functionArn, event);
    },
  };
}

function notPermitted({ name }: Rule, { functionArn }: Target): string {
  return `NO_PERMISSIONS: the function ${functionArn} does not let the rule ${name} invoke it`;
}
