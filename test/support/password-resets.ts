import { call } from './api.ts';
import { mailTo } from './mailbox.ts';
import { confirmation, type Person } from './people.ts';
import { settled } from './settled.ts';

const SUBJECT = /ログインパスワードの再設定|Set a new login password/;

/** Resets login passwords (C-6), with a confirmation of the actor's own. */
export async function resetLogins(actor: Person, userIds: readonly string[]) {
  const body = { userIds, confirmation: await confirmation(actor, 'resetLoginPasswords') };

  return call('POST', '/users/login-password-resets', { token: actor.token, body });
}

/** The newest reset mailed to somebody: the last segment of the URL, and the code. */
export async function resetMail(address: string): Promise<{ resetId: string; resetCode: string }> {
  await settled();
  const { text } = (await mailTo(address)).find(({ subject }) => SUBJECT.test(subject)) ?? { text: '' };

  return {
    resetId: /\/login-password-resets\/(\S+)$/m.exec(text)?.[1] ?? '',
    resetCode: /^Reset code: (\d+)$/m.exec(text)?.[1] ?? '',
  };
}
