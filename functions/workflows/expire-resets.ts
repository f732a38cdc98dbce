import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { TenantId } from '../../events/ids.ts';
import { loginResetRequested } from '../../events/login-reset-requested.ts';
import { changeCredentials, credentialsRef } from '../adapters/dynamodb/credentials.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';

/** Reset codes of one tenant that end at the same time. */
export const ResetBatch = loginResetRequested.data.extend({ tenantId: TenantId });
export type ResetBatch = z.output<typeof ResetBatch>;

/**
 * C-6: expires the codes of a batch that were not used; what was used, or replaced by a later reset, stays as it is. It can
 * be repeated. Throws before the codes have ended.
 */
export async function expireResets({ tenantId, endsAt, resets }: ResetBatch, now: Date): Promise<void> {
  if (now < new Date(endsAt)) throw new Error('The codes have not ended yet');

  for (const { userId, resetId, subscriptionId } of resets) {
    const scope = { tenantId, subscriptionId };
    const credentials = await readItem(credentialsRef(scope, userId));
    // Deleted meanwhile.
    if (credentials === undefined) continue;

    await changeCredentials(scope, credentials, ({ login }) =>
      login.kind === 'reset' && login.resetId === resetId ? { save: { login: { kind: 'reset-expired' } } } : 'leave',
    );
  }
  logger.info(LOG.resetsExpired, { resets: resets.length });
}

/** Task of the state machine that expires reset codes. */
export async function handler(input: unknown, context: Context): Promise<void> {
  logger.addContext(context);

  await expireResets(ResetBatch.parse(input), new Date());
}
