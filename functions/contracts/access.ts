import type { Capability } from './capabilities.ts';
import type { Contract } from './contract.ts';
import { mergeAccess, type TableAccess } from './table.ts';

/**
 * Every grant of an operation: what it declares itself and what the request path does on its behalf.
 * IAM policies are made from this, and nothing else reaches the table.
 */
export function accessOf(contract: Contract): TableAccess {
  return mergeAccess(contract.access, sessionAccess(contract), confirmationAccess(contract), recordAccess(contract));
}

/** Whether the operation changes something: such operations leave a record. */
export function isWrite({ method, changesNothing }: Contract): boolean {
  return method !== 'GET' && changesNothing !== true;
}

/** whether the operation takes an `Idempotency-Key` and its reply is kept. DELETE can be repeated as it is. */
export function keepsReply(contract: Contract): boolean {
  return isWrite(contract) && contract.method !== 'DELETE' && contract.answersSecret !== true;
}

export function needsSession({ caller }: Contract): boolean {
  return caller !== 'public' && caller !== 'operator' && caller !== 'certificate-holder';
}

/** Whether the caller acts under a right or in a subscription, which a write has to find unchanged when it commits. */
export function actsUnderRight({ caller, subscription }: Contract): boolean {
  return typeof caller === 'object' || caller === 'representative' || subscription === 'active';
}

/** A confirmation is checked against the actor's credentials; some operations work on them anyway. */
export function readsOwnCredentials(contract: Contract): boolean {
  return needsSession(contract) && (contract.confirmation !== undefined || contract.ownCredentials === true);
}

/** Whether the Lambda hashes or verifies passwords or makes keys, and so needs a full vCPU. */
export function computesMuch(contract: Contract): boolean {
  const makesKeys = contract.uses?.includes('certificate-authority.issue') === true;

  return contract.hashesPasswords === true || contract.confirmation !== undefined || makesKeys;
}

/** Every key and CA the Lambda uses: what it declares itself, and what the request path needs to do on its behalf. */
export function capabilitiesOf(contract: Contract): readonly Capability[] {
  // A confirmation may be one with a mail token or with a code (C-9).
  const confirming: Capability[] = contract.confirmation ? ['mail-token-key', 'authenticator-key.decrypt'] : [];
  const keeping: Capability[] = keepsReply(contract) ? ['fingerprint-key'] : [];

  return [...new Set([...(contract.uses ?? []), ...confirming, ...keeping])];
}

/** The one BatchGetItem of the session check, the moving of `idleUntil`, and the authority a write checks again. */
function sessionAccess(contract: Contract): TableAccess {
  if (contract.caller === 'certificate-holder') {
    return { loginId: ['get'], user: ['get'], subscription: ['get'], tenant: ['get'], certificate: ['get'] };
  }
  if (!needsSession(contract)) return {};

  const read: TableAccess = {
    session: ['get', 'update'],
    user: ['get'],
    subscription: ['get'],
    group: ['get'],
    certificate: ['get'],
  };
  const own: TableAccess = readsOwnCredentials(contract) ? { credentials: ['get'] } : {};
  const authority: TableAccess = actsUnderRight(contract)
    ? { user: ['check'], subscription: ['check'], group: ['check'] }
    : { user: ['check'] };

  return isWrite(contract) ? mergeAccess(read, own, authority) : mergeAccess(read, own);
}

/** A try is saved before the password is looked at; a lock that sets in is recorded, told and mailed. */
function confirmationAccess({ confirmation }: Contract): TableAccess {
  return confirmation === undefined ? {} : { credentials: ['get', 'put'], tenant: ['get'], outbox: ['put'], mail: ['put'] };
}

/** H-2, R-3: the record and the kept reply are part of the operation's own transaction. */
function recordAccess(contract: Contract): TableAccess {
  if (contract.leavesRecord) return { operationHistory: ['put'] };
  if (!isWrite(contract)) return {};

  const keptReply: TableAccess = keepsReply(contract) ? { idempotency: ['put', 'update', 'delete'] } : {};
  const history: TableAccess = contract.caller === 'public' ? {} : { operationHistory: ['put'] };

  return mergeAccess(keptReply, history);
}
