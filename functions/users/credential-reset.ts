import type { Reset } from '../../domain/credentials/reset-passwords.ts';
import type { EventOf } from '../../events/index.ts';
import { type CredentialChanges, saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { saveSetUp } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { Target } from './targets.ts';

/** A reset of one user's credential, as it is saved and told. */
export type ResetChanges = {
  readonly writes: readonly Write[];
  /** Set instead of a write when the caller is the target: those credentials are saved with the confirmation. */
  readonly own?: CredentialChanges;
  readonly event: EventOf<'credential-reset'>;
};

/** What goes with a reset (C-6, C-8, C-15). Without `actorUserId` the bank did it. */
export function resetChanges(
  { user, credentials, scope }: Target,
  reset: Reset<CredentialChanges>,
  credential: EventOf<'credential-reset'>['data']['credential'],
  actorUserId?: string,
): ResetChanges {
  const isOwn = user.userId === actorUserId;

  return {
    writes: [saveSetUp(scope, user, reset.user), ...(isOwn ? [] : [saveCredentials(scope, credentials, reset.credentials)])],
    ...(isOwn && { own: reset.credentials }),
    event: {
      type: 'credential-reset',
      aggregate: { id: `${user.userId}-credentials`, version: credentials.version + 1 },
      data: { userId: user.userId, credential, ...(actorUserId !== undefined && { actorUserId }) },
    },
  };
}
