import { randomUUID } from 'node:crypto';
import type { LocalClock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import type { Assembly } from '../template/assembly.ts';
import type { StreamRecord } from './streams/records.ts';

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

/**
 * What was not delivered, and where: enough to deliver it again, which a message in AWS often is not. It is kept under the
 * letter's ID.
 */
export type Undelivered =
  | { readonly edge: 'invocation'; readonly functionArn: string; readonly event: unknown }
  | { readonly edge: 'event'; readonly rule: string; readonly functionArn: string; readonly event: unknown }
  | { readonly edge: 'schedule'; readonly scheduleArn: string; readonly event: unknown }
  | { readonly edge: 'stream'; readonly mapping: string; readonly shardId: string; readonly records: readonly StreamRecord[] };

/** How each edge takes back what it gave up on, as part of a state transaction. Throws NotTaken when it cannot. */
export type HandBack = {
  readonly [Edge in Undelivered['edge']]: (undelivered: Extract<Undelivered, { edge: Edge }>) => void;
};

/** What failed cannot be delivered now either; the message says why. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

/** Leaves a message in a queue of the template. */
export type SendDeadLetter = (queueArn: string, letter: { reason: string; body: unknown; undelivered: Undelivered }) => void;

export function deadLetterSender(assembly: Assembly, clock: LocalClock, state: State): SendDeadLetter {
  const { letters, undelivered: kept } = keptLetters(state);

  return (queueArn, { reason, body, undelivered }) => {
    const id = randomUUID();
    // Without its letter it would never be found, so that it goes first.
    kept.put(id, undelivered);
    letters.append({ id, queue: queueNamed(queueArn, assembly), at: clock.now().toISOString(), reason, body });
  };
}

/** Hands letters back to where they failed. */
export type Replay = {
  /** True once its edge has taken it over and the letter is gone, false when there is none with this ID. @throws NotTaken */
  one(id: string): boolean;
  /** The IDs of those taken over, the oldest first, and of those that were not. */
  all(): { readonly replayed: readonly string[]; readonly refused: readonly { readonly id: string; readonly reason: string }[] };
};

export function startReplay(state: State, handBack: HandBack): Replay {
  const { letters, undelivered } = keptLetters(state);

  function one(id: string): boolean {
    const kept = undelivered.get(id);
    if (!kept) return false;

    state.transaction(() => {
      take(kept, handBack);
      letters.remove(id);
      undelivered.delete(id);
    });

    return true;
  }

  return {
    one,
    all: () => {
      const replayed: string[] = [];
      const refused: { id: string; reason: string }[] = [];

      for (const { id } of letters.newestFirst().toReversed()) {
        try {
          if (one(id)) replayed.push(id);
        } catch (cause) {
          if (!(cause instanceof NotTaken)) throw cause;
          refused.push({ id, reason: cause.message });
        }
      }

      return { replayed, refused };
    },
  };
}

function take(undelivered: Undelivered, handBack: HandBack): void {
  switch (undelivered.edge) {
    case 'invocation':
      handBack.invocation(undelivered);
      break;
    case 'event':
      handBack.event(undelivered);
      break;
    case 'schedule':
      handBack.schedule(undelivered);
      break;
    case 'stream':
      handBack.stream(undelivered);
      break;
  }
}

function keptLetters(state: State) {
  return { letters: state.log<DeadLetter>('dead-letters'), undelivered: state.documents<Undelivered>('undelivered') };
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
