/**
 * Who administers users and groups: the master, or a user administrator, who is a member of a group and may not take
 * the own right away (G-6, G-7, U-6, U-9).
 */
export type Administrator = {
  readonly userId: string;
  /** The own group of a user administrator; the master has none. */
  readonly groupId?: string | undefined;
};

/** Whether it is a user administrator and not the master, who is in no group. */
export function isUserAdministrator({ groupId }: Administrator): boolean {
  return groupId !== undefined;
}
