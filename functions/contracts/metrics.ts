import type { EventType } from '../../events/index.ts';

/** What is measured once a day, for alarms. */
export const METRICS = {
  /** Days until the certificate of the CA that issues expires. */
  certificateAuthorityDaysLeft: 'CertificateAuthorityDaysLeft',
  /** 1 when the holidays of the year half a year ahead are not compared with the published ones yet, else 0. */
  holidaysMissing: 'HolidaysMissing',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/**
 * What is counted as it happens. What is delivered twice is counted twice, so that a sum may be a little high, never low:
 * who needs the exact number reads the events or the history.
 */
export const COUNTS = {
  logins: 'Logins',
  /** Refused for what was sent: the login ID, the password, a right or a certificate. */
  loginsFailed: 'LoginsFailed',
  /** Refused unseen, after too many failures (C-5). */
  loginsLimited: 'LoginsLimited',
  credentialsLocked: 'CredentialsLocked',
  credentialsReset: 'CredentialsReset',

  certificatesOrdered: 'CertificatesOrdered',
  certificatesIssued: 'CertificatesIssued',
  /** Reminders of the end of a certificate. */
  certificatesExpiring: 'CertificatesExpiring',
  certificatesRevoked: 'CertificatesRevoked',

  approvalRequestsSubmitted: 'ApprovalRequestsSubmitted',
  /** Returned, withdrawn or expired. */
  approvalRequestsEnded: 'ApprovalRequestsEnded',
  transfersApproved: 'TransfersApproved',
  transferApprovalsCancelled: 'TransferApprovalsCancelled',

  mailsSent: 'MailsSent',
  /** SES will never take them. */
  mailsRefused: 'MailsRefused',
  /** Dropped, because they would have come too late to be of use. */
  mailsTooLate: 'MailsTooLate',
  /** Came back for good. */
  mailsBounced: 'MailsBounced',
  /** Reported as spam by whoever got them. */
  mailsComplained: 'MailsComplained',
} as const;

export type CountName = (typeof COUNTS)[keyof typeof COUNTS];

/** What is counted by the event that tells of it, once the bus has it. */
export const COUNTED_EVENTS: Readonly<Partial<Record<EventType, CountName>>> = {
  'credential-locked': COUNTS.credentialsLocked,
  'credential-reset': COUNTS.credentialsReset,
  'certificate-ordered': COUNTS.certificatesOrdered,
  'certificate-issued': COUNTS.certificatesIssued,
  'certificate-expiring': COUNTS.certificatesExpiring,
  'certificate-revoked': COUNTS.certificatesRevoked,
  'approval-request-submitted': COUNTS.approvalRequestsSubmitted,
  'approval-request-ended': COUNTS.approvalRequestsEnded,
  'transfer-approved': COUNTS.transfersApproved,
  'transfer-approval-cancelled': COUNTS.transferApprovalsCancelled,
};
