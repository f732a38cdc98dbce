import type { RightId } from '../../domain/permissions/catalogue.ts';
import { givesSomewhere } from '../../domain/permissions/dependencies.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Actor } from './actor.ts';
import type { Refusal } from './refusal.ts';

/** whether the actor may call the operation at all, from its declaration. The master has every right (P-7). */
export function authorise({ caller, subscription, endsSession }: Contract, actor: Actor): Refusal | undefined {
  if (endsSession) return undefined;
  // L-4, without which a representative is as well until applying (S-3).
  if (actor.session.client === 'mobile' && !holds(actor, ['mobileApp'])) return { code: 'permission-denied' };
  if (subscription === 'active' && actor.subscription.status !== 'active') return { code: 'not-subscribed' };

  switch (caller) {
    case 'session':
      return undefined;
    case 'representative':
      return actor.user.role === 'master' ? undefined : { code: 'permission-denied' };
    case 'public':
    case 'operator':
    case 'certificate-holder':
      throw new Error(`An operation for ${caller} has no session to authorise`);
    default:
      // Without a subscription the representative, who was or will be the master, takes the master's place (H-3).
      return actor.user.role === 'master' || holds(actor, caller.anyRight) ? undefined : { code: 'permission-denied' };
  }
}

/** P-7: the master, who is one by applying (S-3), holds every right. */
function holds({ role, group }: Actor, rights: readonly RightId[]): boolean {
  return role === 'master' || (group !== undefined && rights.some((right) => givesSomewhere(group.permissions, right)));
}
