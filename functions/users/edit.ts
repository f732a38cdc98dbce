import { type Credentials, inviteAgain } from '../../domain/credentials/credentials.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { EditedUser } from '../../domain/users/update-users.ts';
import type { User } from '../../domain/users/user.ts';
import type { EventOf } from '../../events/index.ts';
import { saveCredentials } from '../adapters/dynamodb/credentials.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { saveEdit } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';
import { invitation } from './invitation.ts';

type Circumstances = {
  readonly actor: { readonly userId: string };
  readonly scope: Scope;
  readonly credentials: Credentials;
  readonly tenant: Pick<Tenant, 'name' | 'language'>;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

/** The user and credentials as they become, and what goes with it. */
type Edit = {
  readonly user: User;
  readonly credentials: Pick<Credentials, 'login' | 'transaction'>;
  readonly writes: readonly Write[];
  readonly mails: readonly MailJob[];
  readonly events: readonly EventOf<'user-updated'>[];
};

/**
 * U-5, U-11: one user's edit. Whoever has not finished the initial set-up is invited again at a new address, and has no
 * session left: the earlier invitation may have gone to a stranger.
 */
export function editOf(edited: EditedUser, circumstances: Circumstances): Edit {
  const { scope, credentials, transactionId, now, actor } = circumstances;
  const { before, after } = edited;
  if (before === after) return { user: after, credentials, writes: [], mails: [], events: [] };

  const login = before.email === after.email ? undefined : inviteAgain(credentials, transactionId, now);
  const user = login === undefined ? after : { ...after, epoch: after.epoch + 1 };

  return {
    user,
    credentials: { ...credentials, ...(login && { login }) },
    writes: [saveEdit(scope, before, user), ...(login ? [saveCredentials(scope, credentials, { login })] : [])],
    mails: mailsAbout(edited, login !== undefined, circumstances),
    events: [userUpdated(edited, actor.userId)],
  };
}

function mailsAbout({ before, after }: EditedUser, invited: boolean, circumstances: Circumstances): MailJob[] {
  if (before.email === after.email) return [];

  const { tenant, now } = circumstances;
  const told = (to: string) =>
    mailJob('mail-address-changed', {
      to,
      language: tenant.language,
      data: { name: after.name, userId: after.userId, changedAt: now.toISOString() },
      sendBefore: newsEndsAt(now),
    });

  return [told(before.email), invited ? invitation(after, circumstances) : told(after.email)];
}

function userUpdated({ before, after, movedTo }: EditedUser, actorUserId: string): EventOf<'user-updated'> {
  const changed = [
    ...(before.name === after.name ? [] : (['name'] as const)),
    ...(before.email === after.email ? [] : (['email'] as const)),
    ...(movedTo === undefined ? [] : (['group'] as const)),
  ];
  const data = { userId: after.userId, changed, ...(movedTo !== undefined && { groupId: movedTo }), actorUserId };

  return { type: 'user-updated', aggregate: { id: after.userId, version: after.version }, data };
}
