import type { TourRequest } from './client.ts';

/** Requests that several chapters send. */

export function logIn(loginId: string, password: string, client: 'web' | 'mobile' = 'web'): TourRequest {
  return { method: 'POST', path: '/v1/sessions', body: { loginId, password, client } };
}

/** @param token of a session */
export function setUpInitially(token: string, transactionPassword: string, loginPassword: string): TourRequest {
  return { method: 'POST', path: '/v1/me/initial-setup', token, body: { transactionPassword, loginPassword } };
}

/** @param token of a session */
export function getMe(token: string): TourRequest {
  return { method: 'GET', path: '/v1/me', token };
}

/** @param token of a session */
export function getSubscription(token: string): TourRequest {
  return { method: 'GET', path: '/v1/subscription', token };
}

/** @param token of a session */
export function listUsers(token: string): TourRequest {
  return { method: 'GET', path: '/v1/users', token };
}

type NewUser = { readonly name: string; readonly email: string; readonly groupId: string };

/** @param token of a session */
export function createUsers(token: string, ...users: readonly NewUser[]): TourRequest {
  return { method: 'POST', path: '/v1/users/batch-create', token, body: { users } };
}

/** @param token of a session */
export function resendInvitations(token: string, ...userIds: readonly string[]): TourRequest {
  return { method: 'POST', path: '/v1/users/invitations', token, body: { userIds } };
}

/**
 * @param token of a session
 * @param target what is confirmed, where the operation is about money
 */
export function askForMailToken(token: string, operation: string, target?: object): TourRequest {
  return { method: 'POST', path: '/v1/me/mail-tokens', token, body: { operation, ...(target && { target }) } };
}
