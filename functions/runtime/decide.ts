import { type Claim, keepReply, type StoredReply } from '../adapters/dynamodb/idempotency.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { isWrite } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Confirmation } from '../contracts/schemas.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Actor, Operator } from './actor.ts';
import { checkRequiredActions } from './authenticate.ts';
import { authorise } from './authorise.ts';
import { authorityChecks, type Circumstances, commitChanges } from './commit-changes.ts';
import { type Confirmed, confirm } from './confirm.ts';
import type { Operation, OperationRequest, Refused } from './operation.ts';
import type { Done } from './outcome.ts';
import type { Input } from './parse.ts';
import type { Refusal } from './refusal.ts';

/** A request whose caller is known and whose input is of the declared form. */
export type DecidedRequest<C extends Contract> = {
  readonly actor: Actor | Operator | undefined;
  readonly input: Input<C>;
  readonly now: Date;
  readonly transactionId: string;
  readonly ip: string;
  readonly settings: Settings;
  readonly claim: Claim | undefined;
  /** What an earlier round of this request found right (`Confirmed.causeId`). */
  readonly verified: string | undefined;
};

export type Decision =
  | { readonly kind: 'committed'; readonly answer: { ok: true; reply: StoredReply } }
  | { readonly kind: 'refused'; readonly answer: { ok: false; refusal: Refusal } }
  | { readonly kind: 'moved'; readonly verified: string | undefined };

/** One round: required actions → permission → confirmation → operation → reply checked by its schema → commit. */
export async function decide<C extends Contract, Dependencies>(
  contract: C,
  operation: Operation<C, Dependencies>,
  dependencies: Dependencies,
  request: DecidedRequest<C>,
): Promise<Decision> {
  const { actor, input, verified } = request;
  const circumstances = { ...request, contract, tenantId: tenantOf(actor, input) };

  const barred = actor && 'user' in actor ? (checkRequiredActions(contract, actor) ?? authorise(contract, actor)) : undefined;
  if (barred) return { kind: 'refused', answer: { ok: false, refusal: barred } };

  let confirmation: Confirmed | undefined;
  let committed = false;

  async function confirmed(): Promise<Refused | undefined> {
    const given = (input as { confirmation?: Confirmation }).confirmation;
    if (given === undefined) return { ok: false, refusal: { code: 'confirmation-required' } };

    const result = await confirm(actor as Actor, contract, given, { ...request, verified });
    if (!result.ok) return result;

    confirmation = result;
    return undefined;
  }

  try {
    const unconfirmed = contract.confirmation === 'required' ? await confirmed() : undefined;
    const outcome =
      unconfirmed ?? (await operation({ ...request, confirm: confirmed } as unknown as OperationRequest<C>, dependencies));

    if (!outcome.ok) {
      await keepRecord(circumstances, outcome);
      return { kind: 'refused', answer: { ok: false, refusal: outcome.refusal } };
    }

    const reply = checkedReply(contract, outcome);
    if (!isWrite(contract)) return { kind: 'committed', answer: { ok: true, reply } };

    const consumed: Write[] = confirmation ? [confirmation.consume] : [];
    const kept: Write[] = request.claim ? [keepReply(request.claim, reply)] : [];
    const result = await commitChanges(circumstances, 'done', outcome.changes, [
      ...authorityChecks(circumstances),
      ...consumed,
      ...kept,
    ]);

    committed = result === 'done';
    return committed
      ? { kind: 'committed', answer: { ok: true, reply } }
      : { kind: 'moved', verified: confirmation?.causeId ?? verified };
  } finally {
    // Right secrets of an operation that was refused or failed count as no failure.
    if (confirmation && !committed) await confirmation.giveBack();
  }
}

/** What a refusal leaves behind: the record of a wrong confirmation or login, and a lock that sets in. */
async function keepRecord(circumstances: Circumstances, { refusal, changes }: Refused): Promise<void> {
  if (changes === undefined && refusal.code !== 'confirmation-failed') return;

  const result = await commitChanges(circumstances, refusal.code, changes ?? {});

  // The lock was told by another request at the same time; the record of this one is kept all the same.
  if (result === 'moved') await commitChanges(circumstances, refusal.code, { records: changes?.records ?? [] });
}

/** a reply that is not of its declared form is a fault, found before anything is committed. */
function checkedReply<C extends Contract>(contract: C, { reply, status }: Done<unknown>): StoredReply {
  const [first] = Object.keys(contract.replies).map(Number);
  const code = status ?? first;
  const schema = code === undefined ? undefined : contract.replies[code];
  if (code === undefined || schema === undefined) throw new Error(`${contract.id} declares no reply for status ${code}`);

  return { status: code, body: schema === null ? '' : JSON.stringify(schema.parse(reply)) };
}

/** the tenant is the session's; only the bank's core systems name one. */
function tenantOf(actor: Actor | Operator | undefined, input: unknown): string | undefined {
  if (actor === undefined) return undefined;

  return 'user' in actor ? actor.tenantId : (input as { tenantId: string }).tenantId;
}
