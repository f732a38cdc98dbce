import * as approvals from './approvals.ts';
import * as authenticators from './authenticators.ts';
import * as certificates from './certificates.ts';
import * as credentials from './credentials.ts';
import * as groups from './groups.ts';
import * as history from './history.ts';
import * as passwordResets from './password-resets.ts';
import * as permissionReports from './permission-reports.ts';
import * as service from './service.ts';
import * as sessions from './sessions.ts';
import * as subscription from './subscription.ts';
import * as tenantData from './tenant-data.ts';
import * as tenants from './tenants.ts';
import * as users from './users.ts';

/** Every file of contracts but mail-tokens.ts, which is made from these: its operation takes the IDs of others. */
export const CONTRACT_FILES: readonly Readonly<Record<string, unknown>>[] = [
  service,
  tenants,
  tenantData,
  sessions,
  credentials,
  authenticators,
  subscription,
  groups,
  users,
  passwordResets,
  permissionReports,
  certificates,
  approvals,
  history,
];
