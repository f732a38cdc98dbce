/** What is measured once a day, for alarms. */
export const METRICS = {
  /** Days until the certificate of the CA that issues expires. */
  certificateAuthorityDaysLeft: 'CertificateAuthorityDaysLeft',
  /** 1 when the holidays of the year half a year ahead are not compared with the published ones yet, else 0. */
  holidaysMissing: 'HolidaysMissing',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
