import { signedCall } from './signed-calls.ts';

/** Asks the bank's way for a tenant to be erased; by its first version, unless told otherwise. */
export function eraseTenant(tenantId: string, body: object = {}, headers: Readonly<Record<string, string>> = {}) {
  return signedCall('POST', `/operator/tenants/${tenantId}/erasure`, {
    body: { version: 1, reason: 'Case 2027-0301', ...body },
    headers,
  });
}
