import type { Certificate } from '../../domain/certificates/certificate.ts';
import { type UserCertificate, userCertificate } from '../../domain/certificates/user-certificate.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { User } from '../../domain/users/user.ts';
import { type ListedOrder, listOrders } from '../adapters/dynamodb/certificate-orders.ts';
import { listCertificates } from '../adapters/dynamodb/certificates.ts';
import type { Settings } from '../contracts/settings.ts';

/** Certificates and orders of users, by user. */
export type UserCertificates = {
  readonly certificates: ReadonlyMap<string, readonly Certificate[]>;
  readonly orders: ReadonlyMap<string, readonly ListedOrder[]>;
};

/** What there is of the tenant's users; `userId` = of one alone. */
export async function readUserCertificates(tenantId: string, userId?: string): Promise<UserCertificates> {
  const [certificates, orders] = await Promise.all([listCertificates(tenantId, userId), listOrders(tenantId, userId)]);

  return { certificates: Map.groupBy(certificates, (each) => each.userId), orders: Map.groupBy(orders, (each) => each.userId) };
}

type Circumstances = { readonly roster: Roster; readonly now: Date; readonly settings: Settings };

/** U-1: the certificate status of a user. */
export function certificateOf(
  { userId, certificateOrderId: currentOrderId }: User,
  { certificates, orders }: UserCertificates,
  { roster: subscription, now, settings }: Circumstances,
): UserCertificate {
  const surroundings = { subscription, currentOrderId, now, settings };

  return userCertificate(certificates.get(userId) ?? [], orders.get(userId) ?? [], surroundings);
}
