import { type Administrator, isUserAdministrator } from './administrator.ts';

/** As in the settings (U-7): whose row may be moved to groups with `userAdministration` only. */
export type AssignableGroups = { readonly assignableGroups: 'own-row' | 'all-edits' };

/**
 * U-6, U-7: whether an administrator may move a user only to groups with `userAdministration`: a user administrator the
 * own ID, or, where the setting says so, every user.
 */
export function needsAdministrationGroup(actor: Administrator, userId: string, { assignableGroups }: AssignableGroups): boolean {
  return isUserAdministrator(actor) && (userId === actor.userId || assignableGroups === 'all-edits');
}
