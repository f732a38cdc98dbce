import type { DeploymentSettings } from './settings-schema.ts';

/** Two functions have certificates issued: the one that hands out what was ordered, and the one that renews. */
const ISSUING_FUNCTIONS = 2;

/** Who picks a certificate up waits for it about a second. */
const ISSUED_PER_SECOND_BY_ONE = 1;

/** `revokeCertificates` has five revoked at once, and needs half a second for them and the items. */
const REVOKED_PER_SECOND_BY_ONE = 10;

/**
 * How many instances of each function may ask AWS Private CA at the same time, so that together they stay within its quotas. Beyond
 * them Lambda refuses at once, before anything is read or written; `docs/decisions` 27 tells what the caller sees.
 */
export function certificateConcurrency({ issued, revoked }: DeploymentSettings['certificatesPerSecond']): {
  readonly issuing: number;
  readonly revoking: number;
} {
  return {
    issuing: Math.floor(issued / ISSUED_PER_SECOND_BY_ONE / ISSUING_FUNCTIONS),
    revoking: Math.floor(revoked / REVOKED_PER_SECOND_BY_ONE),
  };
}
