import * as authenticators from './authenticators.ts';
import { type Contract, isContract } from './contract.ts';
import * as credentials from './credentials.ts';
import * as groups from './groups.ts';
import * as mailTokens from './mail-tokens.ts';
import * as passwordResets from './password-resets.ts';
import * as permissionReports from './permission-reports.ts';
import * as service from './service.ts';
import * as sessions from './sessions.ts';
import * as subscription from './subscription.ts';
import * as tenants from './tenants.ts';
import * as users from './users.ts';

/** Every operation of the API, by its operation ID. */
export const contracts: Readonly<Record<string, Contract>> = Object.fromEntries(
  [
    service,
    tenants,
    sessions,
    credentials,
    authenticators,
    mailTokens,
    subscription,
    groups,
    users,
    passwordResets,
    permissionReports,
  ]
    .flatMap((area) => Object.values<unknown>(area))
    .filter(isContract)
    .map((contract) => [contract.id, contract]),
);

/** The file of an operation below functions/, without its extension: `groups/create-group`. */
export function fileOf({ area, id }: Pick<Contract, 'area' | 'id'>): string {
  return `${area}/${id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
