import type { GrantedPermissions } from '../permissions/effective-permissions.ts';

/** A named permission set. Its member count stands in the roster, its members are the users with its ID. */
export type Group = {
  readonly groupId: string;
  readonly name: string;
  readonly permissions: GrantedPermissions;
  /** Moves with every edit; an edit names the version it was made on (G-8). */
  readonly version: number;
};
