import type * as z from 'zod';
import { TenantId } from '../../events/ids.ts';
import { revocationRequested } from '../../events/revocation-requested.ts';

/** What the state machine that revokes is started with, and hands to its tasks: certificates of one tenant. */
export const Revocation = revocationRequested.data.extend({ tenantId: TenantId });
export type Revocation = z.output<typeof Revocation>;
