import * as z from 'zod';
import type { TourRequest } from './client.ts';
import { MAIN_ACCOUNT } from './company.ts';
import type { Noted } from './notes.ts';

/** Requests of the chapters about transfers, and what they are answered. */

/** Still to come, wherever the clock of the local run has been moved to. */
const EXECUTION_DATE = '2099-12-30';

type Transfer = { readonly amount: number; readonly reference: string };
type Decision = 'approval' | 'return' | 'approval-cancellation' | 'withdrawal';

/** What a mail token for a transfer within the own limit is bound to. */
export function transfer({ amount, reference }: Transfer) {
  return { kind: 'transfer', accountId: MAIN_ACCOUNT, amount, reference };
}

/** Kenji submits a transfer. */
export function submit(noted: Noted, what: Transfer, confirmation?: object): TourRequest {
  return {
    method: 'POST',
    path: '/v1/approval-requests',
    token: noted('session of the transferrer'),
    body: { ...transfer(what), executeOn: EXECUTION_DATE, ...(confirmation && { confirmation }) },
  };
}

/** What a mail token for a decision is bound to: the request as it was read last. */
export function latestVersion(noted: Noted) {
  return { requestId: noted('request ID'), version: Number(noted('version of the request')) };
}

/** Somebody decides on the request as it was read last. */
export function decide(noted: Noted, session: string, decision: Decision, body: object = {}): TourRequest {
  const { requestId, version } = latestVersion(noted);

  return {
    method: 'POST',
    path: `/v1/approval-requests/${requestId}/${decision}`,
    token: noted(session),
    body: { version, ...body },
  };
}

/** An answered request of such a status. */
export function inStatus<Status extends string>(status: Status) {
  return z.object({
    requestId: z.string(),
    amount: z.number(),
    reference: z.string(),
    status: z.literal(status),
    version: z.number(),
  });
}

/** What decisions of later steps need. */
export function requestNotes({ requestId, version }: { readonly requestId: string; readonly version: number }) {
  return { 'request ID': requestId, 'version of the request': String(version) };
}

const Event = z.object({ id: z.string(), type: z.string(), data: z.looseObject({ requestId: z.string() }) });

/** The one event of a type about the request; delivered again it has the same ID. */
export function eventAboutRequest(noted: Noted) {
  return z.object({ events: z.array(Event) }).transform(({ events }, context) => {
    const told = events.filter(({ data }) => data.requestId === noted('request ID'));
    const ids = new Set(told.map(({ id }) => id));
    if (ids.size !== 1) context.addIssue(`there are ${ids.size} events about the request`);

    return told[0];
  });
}
