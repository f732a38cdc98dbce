import * as z from 'zod';
import { TenantId } from '../../events/ids.ts';
import { revocationRequested } from '../../events/revocation-requested.ts';

/** What the state machine that revokes is started with, and hands to its tasks: certificates of one tenant. */
export const Revocation = z.object({ ...revocationRequested.data.shape, tenantId: TenantId });
export type Revocation = z.output<typeof Revocation>;
