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

const USER_ID = /^[1-9]\d{9}$/;

/** Whose keys stand in where an order is nobody's; no tenant can have such an ID. */
const NOBODY = { scope: { tenantId: '_' }, userId: '_' } as const;

/** The order behind a mailed URL; nothing for an unknown ID as for a wrong token, so that neither tells of the other. */
export async function readOrderHolder(orderId: string, token: string): Promise<OrderHolder | undefined> {
  const named = userIdOfOrder(orderId);
  const owner = USER_ID.test(named) ? await findLoginId(named) : undefined;

  // The same is done for an ID that nobody has, so that neither answer nor time tells who is a user (C-5).
  const { scope, userId } = owner ?? NOBODY;
  const { tenantId } = scope;
  const [order, user, subscription = NEVER_SUBSCRIBED, tenant] = await readItems([
    orderRef(tenantId, orderId),
    userRef(scope, userId),
    subscriptionRef(tenantId),
    tenantRef(tenantId),
  ]);
  const expected = await mailedSecrets().orderToken(order?.tokenCauseId ?? orderId, userId);
  const isRight = sameSecret(token, expected);
  if (order === undefined || user === undefined || tenant === undefined) return undefined;

  return isRight ? { order, scope, user, tenant, subscription } : undefined;
}
