import type { Credentials } from '../../domain/credentials/credentials.ts';
import { type CredentialChanges, saveCredentials } from '../adapters/dynamodb/credentials.ts';
import { type Claim, keepReply, type StoredReply } from '../adapters/dynamodb/idempotency.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { isWrite } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Language } from '../contracts/problem-titles.ts';
import type { Confirmation } from '../contracts/schemas.ts';
import { type Actor, isActor } from './actor.ts';
import { checkRequiredActions } from './authenticate.ts';
import { authorise } from './authorise.ts';
import type { PresentedCertificate } from './client-certificate.ts';
import { authorityChecks, commitChanges, type RequestContext } from './commit-changes.ts';
import { confirm } from './confirm.ts';
import type { Memory } from './memory.ts';
import type { ConfirmationProblem, Operation, OperationRequest, Refused } from './operation.ts';
import type { Done } from './outcome.ts';
import type { Input } from './parse.ts';
import type { Refusal } from './refusal.ts';

export type Answer = { readonly ok: true; readonly reply: StoredReply } | { readonly ok: false; readonly refusal: Refusal };

/** A request whose caller is known and whose input is of the declared form. */
export type KnownRequest<C extends Contract> = RequestContext & {
  readonly input: Input<C>;
  readonly language: Language;
  readonly userAgent: string;
  readonly clientCertificate: PresentedCertificate | undefined;
  readonly memory: Memory;
  readonly claim: Claim | undefined;
};

/**
 * One attempt at a request: required actions → permission → confirmation → operation → reply checked by its schema →
 * commit. `conflict`: what it was decided on has moved, nothing was changed, and it is to be decided again.
 */
export async function attempt<C extends Contract, Dependencies>(
  contract: C,
  operation: Operation<C, Dependencies>,
  dependencies: Dependencies,
  request: KnownRequest<C>,
): Promise<Answer | 'conflict'> {
  const { actor, input, memory, claim, settings } = request;

  const barred = isActor(actor) ? (checkRequiredActions(contract, actor, settings) ?? authorise(contract, actor)) : undefined;
  if (barred) return { ok: false, refusal: barred };

  // A confirmation moves the actor's credentials: the operation and the commit go on from where it left them.
  let credentials = isActor(actor) ? actor.credentials : undefined;
  let consumed: CredentialChanges = {};

  async function confirmed(): Promise<Refused<ConfirmationProblem> | undefined> {
    const given = (input as { confirmation?: Confirmation }).confirmation;
    if (given === undefined) return { ok: false, refusal: { code: 'confirmation-required' } };

    const result = await confirm(actor as Actor, contract, given, request);
    credentials = result.credentials;
    if (!result.ok) return result;

    consumed = result.consumed;
    return undefined;
  }

  const unconfirmed = contract.confirmation === 'required' ? await confirmed() : undefined;
  const outcome =
    unconfirmed ?? (await operation({ ...request, confirm: confirmed } as unknown as OperationRequest<C>, dependencies));

  if (!outcome.ok) {
    const saved = saveOwn(request, credentials, outcome.changes?.credentials);
    if (leavesNothing(outcome)) return { ok: false, refusal: outcome.refusal };

    const result = await commitChanges(request, outcome.refusal.code, outcome.changes ?? {}, saved);
    return result === 'conflict' ? result : { ok: false, refusal: outcome.refusal };
  }

  const reply = checkedReply(contract, outcome);

  if (isWrite(contract) || isRecorded(contract, outcome)) {
    const result = await commitChanges(request, 'done', outcome.changes, [
      ...authorityChecks(request),
      ...saveOwn(request, credentials, { ...consumed, ...outcome.changes.credentials }),
      ...(claim ? [keepReply(claim, reply)] : []),
    ]);
    if (result === 'conflict') return result;

    memory.releases = [];
  }

  return { ok: true, reply };
}

/** Only wrong secrets are worth a record: of a confirmation here, of a login by the operation itself. */
function leavesNothing({ refusal, changes }: Refused): boolean {
  return changes === undefined && refusal.code !== 'confirmation-failed';
}

/** A read that is worth a record says what it was about. */
function isRecorded({ leavesRecord }: Contract, { changes }: Done<unknown>): boolean {
  return leavesRecord === true && changes.subjects !== undefined;
}

/** The one write of the actor's credentials, whoever changes them. */
function saveOwn({ actor }: RequestContext, from: Credentials | undefined, to: CredentialChanges = {}): Write[] {
  if (!isActor(actor) || from === undefined || Object.keys(to).length === 0) return [];

  return [saveCredentials(actor.scope, from, to)];
}

/** a reply that is not of its declared form is a fault, found before anything is committed. */
function checkedReply<C extends Contract>(contract: C, { reply, status }: Done<unknown>): StoredReply {
  const [first] = Object.keys(contract.replies).map(Number);
  const code = status ?? first;
  const schema = code === undefined ? undefined : contract.replies[code];
  if (code === undefined || schema === undefined) throw new Error(`${contract.id} declares no reply for status ${code}`);

  return { status: code, body: schema === null ? '' : JSON.stringify(schema.parse(reply)) };
}
