import { decide } from '../../domain/approvals/decide.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { checkAuthorization as contract } from '../contracts/approvals.ts';
import { reasonText } from '../permissions/reason-reply.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { personOf } from './person.ts';

/** whether the caller may do something now, why, and what it takes besides. */
export const checkAuthorization: Operation<typeof contract> = async ({ actor, input, language }) => {
  const { operation: right, accountId, amount } = input;
  const { accounts } = await readTenant(actor.tenantId);

  const { decision, reasons, requires } = decide({ right, accountId, amount }, personOf(actor, accounts).subject);

  return done({
    decision,
    reasons: [...reasons, ...requires].map((reason) => ({
      rule: reason.rule,
      detail: reasonText(reason, actor.group?.name, language),
    })),
  });
};

export const handler = lambda(contract, checkAuthorization);
