import type { Credentials } from '../../domain/credentials/credentials.ts';
import { saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { lockTold } from '../runtime/lock.ts';
import type { Refused } from '../runtime/operation.ts';
import { afterWrongPassword, type CurrentPassword, type Which } from './current-password.ts';

type Request = Parameters<typeof afterWrongPassword>[2];

const CREDENTIAL = { login: 'login-password', transaction: 'transaction-password' } as const;

/** The refusal of a wrong current password; a lock that sets in with it is told and mailed (C-5, C-9). */
export async function refusedPassword(
  which: Which,
  { verdict, credentials }: CurrentPassword,
  request: Request,
): Promise<Refused<'confirmation-failed'>> {
  const refused = { ok: false, refusal: { code: 'confirmation-failed' } } as const;
  if (verdict === 'locked') return refused;

  const { actor, now } = request;
  const after = afterWrongPassword(which, credentials, request);
  const locks = lockedAt(which, { ...credentials, ...after }) !== undefined && lockedAt(which, credentials) === undefined;
  const writes = [saveCredentials(actor.scope, credentials, after)];
  if (!locks) return { ...refused, changes: { writes } };

  const { language } = await readTenant(actor.tenantId);
  const told = lockTold(CREDENTIAL[which], { user: actor.user, version: credentials.version + 1, language, now });

  return { ...refused, changes: { ...told, writes } };
}

function lockedAt(which: Which, credentials: Credentials): string | undefined {
  const password = credentials[which];

  return 'lockedAt' in password ? password.lockedAt : undefined;
}
