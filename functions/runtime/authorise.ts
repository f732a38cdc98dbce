import type { Contract } from '../contracts/contract.ts';
import type { Actor } from './actor.ts';
import type { Refusal } from './refusal.ts';

/** whether the actor may call the operation at all, from its declaration. The master has every right (P-7). */
export function authorise({ caller, subscription }: Contract, actor: Actor): Refusal | undefined {
  if (actor.session.client === 'mobile' && !holds(actor, ['mobileApp'])) return { code: 'permission-denied' };
  if (subscription === 'active' && actor.subscription.status !== 'active') return { code: 'not-subscribed' };

  switch (caller) {
    case 'session':
      return undefined;
    case 'representative':
      return actor.user.role === 'master' ? undefined : { code: 'permission-denied' };
    case 'public':
    case 'operator':
      throw new Error(`An operation for ${caller} has no session to authorise`);
    default:
      return holds(actor, caller.anyRight) ? undefined : { code: 'permission-denied' };
  }
}

function holds({ user, group }: Actor, rights: readonly (keyof NonNullable<Actor['group']>['permissions'])[]): boolean {
  return user.role === 'master' || rights.some((right) => group?.permissions[right] === true);
}
