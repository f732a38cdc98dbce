import type { GrantedPermissions } from '../permissions/effective-permissions.ts';

/** A named permission set. The roster names its members. */
export type Group = {
  readonly groupId: string;
  readonly name: string;
  readonly permissions: GrantedPermissions;
  /** Moves with every edit; an edit names the version it was made on (G-8). */
  readonly version: number;
};
