/** Everything the listeners log. Beside these stand IDs, template names and error codes; never an address, a name or a secret. */
export const LISTENER_LOG = {
  outboxNotPublished: 'outbox-not-published',
  outboxRepublished: 'outbox-republished',
  mailRequestedAgain: 'mail-requested-again',
  mailNotRequestedAgain: 'mail-not-requested-again',
  mailSent: 'mail-sent',
  mailAlreadyDone: 'mail-already-done',
  mailTooLate: 'mail-too-late',
} as const;
