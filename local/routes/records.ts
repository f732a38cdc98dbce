import type { State } from '../state.ts';
import type { LocalRoute } from './route.ts';

/** A mail as the local SES took it: state log `mailbox`. */
type MailboxMessage = {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sentAt: string;
};

/** An event as it was put on the bus, the `Detail` of its entry: state log `events`. */
type BusEvent = { readonly type: string };

/** Mails, newest first; `?to=` keeps those to one address, without case. */
export function readMailbox(state: State): LocalRoute {
  const mailbox = state.log<MailboxMessage>('mailbox');

  return ({ query }) => {
    const to = query.get('to')?.toLowerCase();
    const messages = mailbox.newestFirst(to && JSON.stringify(to));

    return { messages: to ? messages.filter((message) => message.to.some((address) => address.toLowerCase() === to)) : messages };
  };
}

/** Events put on the bus, newest first; `?type=` keeps those of one type. */
export function readEvents(state: State): LocalRoute {
  const log = state.log<BusEvent>('events');

  return ({ query }) => {
    const type = query.get('type');
    const events = log.newestFirst(type === null ? undefined : JSON.stringify(type));

    return { events: type ? events.filter((event) => event.type === type) : events };
  };
}
