import { randomUUID } from 'node:crypto';
import type { LocalClock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import type { Assembly } from '../template/assembly.ts';

/** What an asynchronous edge gave up on: state log `dead-letters`. */
export type DeadLetter = {
  readonly id: string;
  /** Name of the queue. */
  readonly queue: string;
  /** RFC 3339, by the local clock. */
  readonly at: string;
  readonly reason: string;
  /** What AWS would send as the message's body, parsed. */
  readonly body: unknown;
};

/** Leaves a message in a queue of the template. */
export type SendDeadLetter = (queueArn: string, letter: { reason: string; body: unknown }) => void;

export function deadLetterSender(assembly: Assembly, clock: LocalClock, state: State): SendDeadLetter {
  const log = state.log<DeadLetter>('dead-letters');

  return (queueArn, { reason, body }) => {
    log.append({ id: randomUUID(), queue: queueNamed(queueArn, assembly), at: clock.now().toISOString(), reason, body });
  };
}

/** @throws Refusal unless the ARN is that of a queue of the template, the one destination that is emulated */
export function checkDestination(arn: string, assembly: Assembly, where: string): void {
  if (!assembly.resource(arn, 'AWS::SQS::Queue')) {
    throw new Refusal(
      `${where} sends failures to ${arn}, which is no queue of the template: the local run knows no other destinations.`,
    );
  }
}

function queueNamed(arn: string, assembly: Assembly): string {
  return assembly.resource(arn, 'AWS::SQS::Queue')?.physicalId ?? arn;
}
