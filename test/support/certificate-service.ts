import { type CallOptions, call } from './api.ts';
import { CERTIFICATE_TERMS, KEY_PASSWORD, type PickedUp } from './certificates.ts';
import { confirmation, type Person } from './people.ts';

/** The subscription, of what is answered about it here. */
export type SubscriptionAnswer = {
  status: string;
  certificates: { status: string; revocationDueAt?: string };
  loginMethod: string;
  acceptances: { version: string; at: string; userId: string }[];
  userIds?: string[];
};

/** Applies for the certificate service on an active subscription (S-4). */
export async function subscribeCertificates(actor: Person, acceptedTerms = CERTIFICATE_TERMS) {
  const body = { acceptedTerms, confirmation: await confirmation(actor, 'subscribeCertificates') };

  return call<SubscriptionAnswer>('POST', '/subscription/certificates', { token: actor.token, body });
}

/** Cancels the certificate service (S-6). */
export async function cancelCertificates(actor: Person) {
  const body = { confirmation: await confirmation(actor, 'cancelCertificates') };

  return call<{ revocationDueAt: string }>('POST', '/subscription/certificates/cancellation', { token: actor.token, body });
}

/** Chooses how everybody logs in (L-1); `acknowledged` are the users who are meant to be locked out. */
export async function changeLoginMethod(actor: Person, loginMethod: 'user-id' | 'certificate', acknowledged?: string[]) {
  const acknowledgedUserIds = acknowledged && { acknowledgedUserIds: acknowledged };
  const body = { loginMethod, ...acknowledgedUserIds, confirmation: await confirmation(actor, 'changeLoginMethod') };

  return call<SubscriptionAnswer>('PUT', '/subscription/login-method', { token: actor.token, body });
}

/** Revokes one certificate. */
export async function revoke(actor: Person, serialNumber: string) {
  const body = { confirmation: await confirmation(actor, 'revokeCertificate') };

  return call('POST', `/certificates/${serialNumber}/revocation`, { token: actor.token, body });
}

/** Renews the certificate presented; what is given takes the place of what would be right. */
export async function renew(identity: CallOptions['identity'], changes: object = {}) {
  const body = { acceptedTerms: CERTIFICATE_TERMS, keyProtectionPassword: KEY_PASSWORD, ...changes };

  return call<PickedUp>('POST', '/certificate-renewals', { identity, body });
}
