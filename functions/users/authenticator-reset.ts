import { NO_AUTHENTICATOR } from '../../domain/credentials/authenticator.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { EventOf } from '../../events/index.ts';
import { saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { saveAuthenticatorRegistered } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { credentialChanged } from '../credentials/credential-changed.ts';
import type { MailJob } from '../mail/mail-job.ts';
import type { Target } from './targets.ts';

type Circumstances = { readonly tenant: Pick<Tenant, 'language'>; readonly now: Date; readonly actorUserId?: string };

type AuthenticatorReset = {
  readonly writes: readonly Write[];
  readonly mail: MailJob;
  readonly event: EventOf<'credential-reset'>;
};

/** C-14: the removal of one user's authenticator; nothing when none is registered. Without `actorUserId` the bank did it (C-15). */
export function authenticatorReset(
  { user, credentials, scope }: Target,
  { tenant: { language }, now, actorUserId }: Circumstances,
): AuthenticatorReset | undefined {
  if (credentials.authenticator === undefined) return undefined;

  const { userId } = user;

  return {
    writes: [saveAuthenticatorRegistered(scope, user, false), saveCredentials(scope, credentials, NO_AUTHENTICATOR)],
    mail: credentialChanged('authenticator-removed', { user, language, now }),
    event: {
      type: 'credential-reset',
      aggregate: { id: `${userId}-credentials`, version: credentials.version + 1 },
      data: { userId, credential: 'authenticator', ...(actorUserId !== undefined && { actorUserId }) },
    },
  };
}
