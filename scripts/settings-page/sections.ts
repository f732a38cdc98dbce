/** Which settings a section of the page tells, in the order of the page. */
export const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  'The deployment': ['name', 'region', 'removal', 'operatorRoleArns', 'logRetentionDays', 'alarmEmail'],
  'Hosts and mail': ['consoleUrl', 'domains', 'mail'],
  'Certificate authorities': ['certificateAuthorities'],
  'Requests let through': ['throttling', 'requestsPerMinute', 'certificatesPerSecond'],
  'People and groups': ['product.usersPerTenant', 'product.groupsPerTenant', 'product.assignableGroups'],
  'Passwords and locks': [
    'product.loginPasswordLength',
    'product.transactionPasswordLength',
    'product.temporaryPasswordDays',
    'product.resetCode',
    'product.keepTransactionPasswordOnLoginReset',
    'product.failuresBeforeLock',
    'product.unlockAfterMinutes',
    'product.loginFailuresPerMinute',
  ],
  'Sessions and confirmations': ['product.session', 'product.confirmationFactors', 'product.mailToken'],
  'Client certificates': [
    'product.certificateOrder',
    'product.certificateKey',
    'product.certificateDays',
    'product.renewalReminderDays',
    'product.revocationBusinessDays',
  ],
  'Terms and history': ['product.terms', 'product.historyYears'],
};
