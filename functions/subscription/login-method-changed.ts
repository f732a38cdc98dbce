import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { EventOf } from '../../events/index.ts';

/** Tells how everybody logs in from now on, if that has changed. Without `actorUserId` the bank did it (C-15). */
export function loginMethodChanged(before: Roster, after: Roster, actorUserId?: string): EventOf<'login-method-changed'>[] {
  const { subscriptionId, loginMethod, version } = after;
  if (before.loginMethod === loginMethod) return [];

  const data = { loginMethod, ...(actorUserId !== undefined && { actorUserId }) };

  return [{ type: 'login-method-changed', aggregate: { id: subscriptionId, version }, data }];
}
