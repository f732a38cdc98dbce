import { type Assumptions, executionsOf, monthOf } from './assumptions.ts';
import type { Measured } from './measured.ts';
import { sum, times, type Usage, usageOf } from './usage.ts';

const GB = 1_000_000_000;
const TRANSITIONS_OF_AN_EXECUTION = 8;

/** What a deployment has and pays for even without a tenant; a test counts them in the templates. Alarms and metrics are rounded up. */
export const STANDING: Usage = {
  'kms-keys': 9,
  authorities: 1,
  alarms: 130,
  dashboards: 1,
  metrics: 20,
  'web-acls': 1,
  'web-acl-rules': 7,
  // Two functions run every five minutes: 12 an hour each.
  'lambda-requests': 17_500,
  'bucket-gb': 1,
};

/** What one tenant uses in a month; what is stored grows with the months. */
export function usageOfTenant(measured: Measured, a: Assumptions): Usage {
  const active = sum(monthOf(a).map((activity) => usageOf(activity, measured, a)));
  const storedGb = (a.tenantBytes + (active['write-units'] ?? 0) * a.keptBytes * a.monthsKept) / GB;
  const executions = executionsOf(a);

  return sum([
    active,
    {
      certificates: a.certificates / 12,
      'state-transitions': executions * TRANSITIONS_OF_AN_EXECUTION,
      'lambda-requests': executions * 2,
      'stored-gb': storedGb,
      'backed-up-gb': storedGb,
    },
  ]);
}

/** AWS's quota, of all the years of a CA. */
export const CERTIFICATES_OF_A_CA = 1_000_000;

/** What a deployment with so many tenants uses in a month. A CA that is full stays for the year in which its certificates are good. */
export function usageOfDeployment(tenants: number, measured: Measured, a: Assumptions): Usage {
  const fullAuthorities = Math.floor((tenants * a.certificates) / CERTIFICATES_OF_A_CA);

  return sum([STANDING, times(usageOfTenant(measured, a), tenants), { authorities: fullAuthorities }]);
}
