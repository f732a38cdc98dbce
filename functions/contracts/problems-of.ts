import { keepsReply, needsSession } from './access.ts';
import type { Contract } from './contract.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';

/** Every problem a client can meet at an operation: its own and those of the request path, by status. */
export function problemsOf(contract: Contract): readonly ProblemCode[] {
  const { caller, confirmation, subscription, whilePending } = contract;
  const codes = new Set<ProblemCode>(contract.problems);

  if (needsSession(contract)) codes.add('unauthenticated').add('permission-denied');
  if (needsSession(contract) && whilePending !== 'any') codes.add('required-action');
  if (caller === 'operator') codes.add('permission-denied');
  if (subscription === 'active') codes.add('not-subscribed');
  if (confirmation) codes.add('confirmation-failed').add('transaction-password-locked');
  if (confirmation === 'conditional') codes.add('confirmation-required');
  if (keepsReply(contract)) codes.add('idempotency-key-reused').add('request-in-progress');

  // Unknown fields and large bodies are refused everywhere, and the gateway limits the rate of calls.
  codes.add('invalid-request').add('too-large').add('too-many-requests');
  codes.add('internal-error').add('temporarily-unavailable');

  return [...codes].sort((a, b) => PROBLEMS[a] - PROBLEMS[b]);
}
