import { randomUUID } from 'node:crypto';
import type { LocalClock } from '../../clock.ts';
import type { State } from '../../state.ts';
import type { HandBack } from '../dead-letters.ts';
import type { Outstanding } from '../outstanding.ts';
import { type DeliveryParts, deliverBatches } from './deliver-batches.ts';
import { type Lane, startLane } from './lane.ts';
import type { StreamMapping } from './mappings.ts';
import type { StreamRecord } from './records.ts';

/** Records of a dead letter that are still to be delivered. */
type StreamReplay = { readonly mapping: string; readonly shardId: string; readonly records: readonly StreamRecord[] };

type Parts = {
  readonly mapping: StreamMapping;
  readonly clock: LocalClock;
  readonly state: State;
  readonly outstanding: Outstanding;
  readonly deliverBatch: DeliveryParts['invoke'];
  /** Makes a dead letter of records. */
  readonly leave: (shardId: string, records: readonly StreamRecord[], failures: number, reason: string) => void;
  readonly report: (line: string) => void;
};

/**
 * Delivers the records of dead letters again: by the rules of their mapping, but beside its stream, which has gone on. What
 * an earlier run did not finish goes on at once.
 */
export function startStreamReplays(parts: Parts): { accept: HandBack['stream']; close(): void } {
  const { mapping, clock, state, outstanding, deliverBatch, leave, report } = parts;
  const replays = state.documents<StreamReplay>('stream-replays');
  const lanes = new Set<Lane>();
  let closed = false;

  /** Counted at once, so that whoever waits for idle waits for it; run after the transaction that accepted it. */
  function start(id: string): void {
    const lane = startLane(clock, outstanding);
    lanes.add(lane);
    lane.begin();

    setImmediate(() => {
      deliver(id, lane)
        .catch((failure) => report(`The records of a dead letter could not be delivered to ${mapping.functionArn}: ${failure}`))
        .finally(() => {
          lanes.delete(lane);
          lane.end();
        });
    });
  }

  async function deliver(id: string, lane: Lane): Promise<void> {
    const replay = closed ? undefined : replays.get(id);
    if (!replay) return;

    const { shardId, records } = replay;
    const dealtWith = (last: StreamRecord): void => {
      const rest = records.slice(records.indexOf(last) + 1);
      if (rest.length > 0) replays.put(id, { ...replay, records: rest });
      else replays.delete(id);
    };

    await deliverBatches(records, {
      mapping,
      invoke: deliverBatch,
      checkpoint: dealtWith,
      giveUp: (failed, failures, reason) => {
        state.transaction(() => {
          leave(shardId, failed, failures, reason);
          const last = failed.at(-1);
          if (last) dealtWith(last);
        });
      },
      pause: lane.pause,
      isClosed: () => closed,
    });
  }

  for (const { key, document } of replays.entries()) if (document.mapping === mapping.key) start(key);

  return {
    accept: ({ shardId, records }) => {
      const id = randomUUID();
      replays.put(id, { mapping: mapping.key, shardId, records });
      start(id);
    },
    close: () => {
      closed = true;
      for (const lane of lanes) lane.close();
    },
  };
}
