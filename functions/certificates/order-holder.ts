import { type CertificateOrder, userIdOfOrder } from '../../domain/certificates/certificate-order.ts';
import { NEVER_SUBSCRIBED, type Subscription } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { orderRef } from '../adapters/dynamodb/certificate-orders.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { findLoginId } from '../adapters/dynamodb/login-ids.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import { sameSecret } from '../runtime/passwords.ts';

/** An order, and whose it is. */
export type OrderHolder = {
  readonly order: CertificateOrder;
  readonly scope: Scope;
  readonly user: User;
  readonly tenant: Tenant;
  readonly subscription: Subscription;
};

/** The order behind a mailed URL; nothing for an unknown ID as for a wrong token, so that neither tells of the other. */
export async function readOrderHolder(orderId: string, token: string): Promise<OrderHolder | undefined> {
  const owner = await findLoginId(userIdOfOrder(orderId));
  if (owner === undefined) return undefined;

  const { scope, userId } = owner;
  const { tenantId } = scope;
  const [order, user, subscription = NEVER_SUBSCRIBED, tenant] = await readItems([
    orderRef(tenantId, orderId),
    userRef(scope, userId),
    subscriptionRef(tenantId),
    tenantRef(tenantId),
  ]);
  if (order === undefined || user === undefined || tenant === undefined) return undefined;

  const expected = await mailedSecrets().orderToken(order.tokenCauseId, order.userId);

  return sameSecret(token, expected) ? { order, scope, user, tenant, subscription } : undefined;
}
