import { createHash, randomBytes } from 'node:crypto';

/**
 * A session token names the items to read and carries 256 bits of secret, so that one BatchGetItem checks it:
 * `<tenant>.<subscription or ->.<user>.<group at login or ->.<secret>`. Only the secret's SHA-256 is stored; the rest
 * is a hint whose parts are checked for their alphabet and trusted for nothing before the session item is found.
 */
export type SessionToken = {
  readonly tenantId: string;
  readonly subscriptionId?: string;
  readonly userId: string;
  readonly groupId?: string;
  readonly secret: string;
};

const FORM = /^([a-z0-9-]{1,32})\.([A-Za-z0-9_-]{1,36})\.([1-9]\d{9})\.([A-Za-z0-9_-]{1,36})\.([A-Za-z0-9_-]{43})$/;
const NONE = '-';

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. 256 random bits need no salt. */
export function secretDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function formatToken({ tenantId, subscriptionId = NONE, userId, groupId = NONE, secret }: SessionToken): string {
  return [tenantId, subscriptionId, userId, groupId, secret].join('.');
}

/** Reads the token of an Authorization header (RFC 6750); `undefined` when it is missing or not of the form. */
export function readToken(authorization: string | undefined): SessionToken | undefined {
  const [, token = ''] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
  const [, tenantId, subscriptionId, userId, groupId, secret] = FORM.exec(token) ?? [];

  if (tenantId === undefined || userId === undefined || secret === undefined) return undefined;

  return {
    tenantId,
    userId,
    secret,
    ...(subscriptionId !== undefined && subscriptionId !== NONE && { subscriptionId }),
    ...(groupId !== undefined && groupId !== NONE && { groupId }),
  };
}
