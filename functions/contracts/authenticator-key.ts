/**
 * The KMS key that encrypts the secrets of authenticator apps (C-12): the environment variable that names it, and the
 * purpose in the encryption context, which grants name as well, so that the key serves for nothing else.
 */
export const AUTHENTICATOR_KEY = { variable: 'AUTHENTICATOR_KEY_ID', purpose: 'authenticator' } as const;
