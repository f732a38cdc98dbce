/**
 * The catalogue of everything that is logged. Beside a code stand IDs, names of templates and operations, numbers and
 * what `describeError` tells; never an address, a person's name or a secret (C-12).
 */
export const LOG = {
  requestAnswered: 'REQUEST_ANSWERED',
  requestFailed: 'REQUEST_FAILED',
  dependencyUnavailable: 'DEPENDENCY_UNAVAILABLE',
  notReleased: 'NOT_RELEASED',

  outboxNotPublished: 'OUTBOX_NOT_PUBLISHED',
  outboxRepublished: 'OUTBOX_REPUBLISHED',
  waitingNotRead: 'WAITING_NOT_READ',

  truststorePublished: 'TRUSTSTORE_PUBLISHED',
  truststoreNotPublished: 'TRUSTSTORE_NOT_PUBLISHED',

  purged: 'PURGED',
  subscriptionPurged: 'SUBSCRIPTION_PURGED',
  tenantPurged: 'TENANT_PURGED',
  resetsExpired: 'RESETS_EXPIRED',

  requestsExpired: 'REQUESTS_EXPIRED',
  requestNotExpired: 'REQUEST_NOT_EXPIRED',

  certificateDiffers: 'CERTIFICATE_DIFFERS',
  leftoverRevoked: 'LEFTOVER_REVOKED',
  certificatesRevoked: 'CERTIFICATES_REVOKED',
  certificateNotRevoked: 'CERTIFICATE_NOT_REVOKED',
  auditEntryNotRead: 'AUDIT_ENTRY_NOT_READ',
  certificatesRemoved: 'CERTIFICATES_REMOVED',
  certificatesAudited: 'CERTIFICATES_AUDITED',
  orphanRevoked: 'ORPHAN_REVOKED',
  revokedCertificateRefused: 'REVOKED_CERTIFICATE_REFUSED',
  ordersClosed: 'ORDERS_CLOSED',
  orderNotClosed: 'ORDER_NOT_CLOSED',
  remindersSent: 'REMINDERS_SENT',
  reminderFailed: 'REMINDER_FAILED',

  mailSent: 'MAIL_SENT',
  mailNotSent: 'MAIL_NOT_SENT',
  mailAlreadyDone: 'MAIL_ALREADY_DONE',
  mailTooLate: 'MAIL_TOO_LATE',
  mailRefused: 'MAIL_REFUSED',
  mailRequestedAgain: 'MAIL_REQUESTED_AGAIN',
  mailNotRequestedAgain: 'MAIL_NOT_REQUESTED_AGAIN',
  mailBounced: 'MAIL_BOUNCED',
  mailComplained: 'MAIL_COMPLAINED',
  mailAddressNotMarked: 'MAIL_ADDRESS_NOT_MARKED',
} as const;
