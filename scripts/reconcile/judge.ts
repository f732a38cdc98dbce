import { ENTITY_PREFIXES, type Entity } from '../../functions/contracts/table.ts';
import { judgeReference, judgeRequest } from './judges/approvals.ts';
import { judgeCertificate, judgeOrder } from './judges/certificates.ts';
import { judgeMail, judgeOutbox, judgeRecord } from './judges/deliveries.ts';
import { judgeErasedTenant } from './judges/erased-tenants.ts';
import { judgeGroup } from './judges/groups.ts';
import { judgeCredentials, judgeLoginId, judgeUser } from './judges/people.ts';
import { judgeSubscription, judgeTenant } from './judges/tenants.ts';
import { judgeKeptReply, judgeSession } from './judges/volatile.ts';
import type { Judge } from './judging.ts';

const nothing: Judge = async () => [];

const JUDGES: Readonly<Record<Entity, Judge>> = {
  tenant: judgeTenant,
  erasedTenant: judgeErasedTenant,
  subscription: judgeSubscription,
  // Kept as it is, whoever accepted it (S-2).
  acceptance: nothing,
  group: judgeGroup,
  user: judgeUser,
  credentials: judgeCredentials,
  loginId: judgeLoginId,
  // Both mean something for minutes only, and expire.
  loginFailures: nothing,
  loginPasswordReset: nothing,
  certificateOrder: judgeOrder,
  certificate: judgeCertificate,
  approvalRequest: judgeRequest,
  approvalReference: judgeReference,
  session: judgeSession,
  idempotency: judgeKeptReply,
  loginHistory: nothing,
  operationHistory: judgeRecord,
  outbox: judgeOutbox,
  mail: judgeMail,
};

const ENTITIES = Object.entries(ENTITY_PREFIXES) as [Entity, string][];

/** An item of no known kind. */
export class UnknownItemError extends Error {
  override readonly name = 'UnknownItemError';
}

/** @throws {UnknownItemError} */
export const judge: Judge = (item, court) => {
  const [prefix] = item.PK.split('#');
  const [entity] = ENTITIES.find(([, each]) => each === prefix) ?? [];
  if (entity === undefined) throw new UnknownItemError(`There is no kind of item ${prefix}`);

  return JUDGES[entity](item, court);
};
