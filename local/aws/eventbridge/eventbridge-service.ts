import type { LocalClock } from '../../clock.ts';
import type { State } from '../../state.ts';
import type { Assembly } from '../../template/assembly.ts';
import { busName } from '../../template/identity.ts';
import { AwsError } from '../aws-error.ts';
import { awsJson } from '../protocol.ts';
import { inputOf, type Permission, type Service } from '../service.ts';
import { type BusEvent, busEvent, checkEntry, type Entry, entrySize, PutEventsInput } from './entries.ts';

/** An event that a bus has taken in. */
export type TakenEvent = { readonly bus: string; readonly event: BusEvent };

/** Takes events over; it runs within the transaction that keeps them, so that an accepted event is never lost. */
export type TakeEvents = (events: readonly TakenEvent[]) => void;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
const MAX_REQUEST_BYTES = 256 * 1024;

/** https://github.com/aws/aws-sdk/issues/186 */
const SILENT_LOSS = 'AWS answers success and drops the event, and so does the local run.';

/** EventBridge's PutEvents. What was put is kept in the log `events`, each entry's Detail as one document. */
export function eventBridgeService({
  assembly,
  clock,
  state,
  take,
  report,
}: {
  assembly: Assembly;
  clock: LocalClock;
  state: State;
  take: TakeEvents;
  report: (line: string) => void;
}): Service {
  const protocol = awsJson('1.1', 'AWSEvents');
  const { region, accountId } = assembly;
  const buses = new Set(['default', ...assembly.resources('AWS::Events::EventBus').map(({ physicalId }) => physicalId)]);
  const log = state.log<unknown>('events');

  function eventOf(
    entry: Entry,
    { source, detailType, detail }: { source: string; detailType: string; detail: BusEvent['detail'] },
  ): BusEvent {
    const time = entry.Time === undefined ? clock.now() : new Date(entry.Time * 1000);

    return busEvent({ source, detailType, resources: entry.Resources, detail }, time, assembly);
  }

  function putEvents(entries: readonly Entry[]): unknown {
    const taken: TakenEvent[] = [];
    const results = entries.map((entry) => {
      const checked = checkEntry(entry);
      if (!checked.ok) return checked.problem;

      const event = eventOf(entry, checked);
      const bus = busName(entry.EventBusName);
      if (buses.has(bus)) taken.push({ bus, event });
      else report(`PutEvents names the bus ${bus}, which the template does not have. ${SILENT_LOSS}`);

      return { EventId: event.id };
    });

    state.transaction(() => {
      for (const { event } of taken) log.append(event.detail);
      take(taken);
    });

    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  const permissionFor = ({ EventBusName, Source, DetailType }: Entry): Permission => ({
    action: 'events:PutEvents',
    resource: `arn:aws:events:${region}:${accountId}:event-bus/${busName(EventBusName)}`,
    context: { 'events:source': [Source ?? ''], 'events:detail-type': [DetailType ?? ''] },
  });

  return {
    protocol,
    actions: {
      PutEvents: (request) => {
        const { Entries } = inputOf(PutEventsInput, request);
        if (Entries.reduce((total, entry) => total + entrySize(entry), 0) > MAX_REQUEST_BYTES) {
          throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
        }

        return { permissions: Entries.map(permissionFor), run: async () => protocol.answer(putEvents(Entries)) };
      },
    },
  };
}
