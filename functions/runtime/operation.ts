import type * as z from 'zod';
import type { Contract } from '../contracts/contract.ts';
import type { Language } from '../contracts/problem-titles.ts';
import type { ProblemCode } from '../contracts/problems.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Actor, CertificateHolder, Operator, Subscriber } from './actor.ts';
import type { PresentedCertificate } from './client-certificate.ts';
import type { Memory } from './memory.ts';
import type { Changes, Done } from './outcome.ts';
import type { Input } from './parse.ts';
import type { Refusal } from './refusal.ts';

/** Who acts, by what the contract says about the caller. */
export type ActorOf<C extends Contract> = C extends { readonly caller: 'public' }
  ? undefined
  : C extends { readonly caller: 'operator' }
    ? Operator
    : C extends { readonly caller: 'certificate-holder' }
      ? CertificateHolder
      : C extends { readonly subscription: 'active' }
        ? Subscriber
        : Actor;

type Bodies<C extends Contract> = C['replies'][keyof C['replies']];

/** What the contract's reply schemas take; `undefined` for an answer without a body. */
export type Reply<C extends Contract> = Bodies<C> extends infer S ? (S extends z.ZodType ? z.input<S> : undefined) : never;

/** A request that has passed every check of its contract. */
export type OperationRequest<C extends Contract> = {
  readonly actor: ActorOf<C>;
  readonly input: Input<C>;
  /** The one time of this request. */
  readonly now: Date;
  /** ID of the transaction: the outbox item, its mails and the causes of mailed secrets are named after it. */
  readonly transactionId: string;
  readonly ip: string;
  /** As the client named itself; empty when it did not. */
  readonly userAgent: string;
  /** On the client-certificate host: what the client proved to hold. */
  readonly clientCertificate: PresentedCertificate | undefined;
  /** Asked for with `Accept-Language`. */
  readonly language: Language;
  readonly settings: Settings;
  readonly memory: Memory;
  /** Asks for the confirmation of an operation declared `conditional`; a refusal is passed on as it is. */
  readonly confirm: () => Promise<Refused<ConfirmationProblem> | undefined>;
};

export type ConfirmationProblem = 'confirmation-required' | 'confirmation-failed' | 'transaction-password-locked';

/** A refusal; `changes` are kept in spite of it, such as the record of a failed login. */
export type Refused<Code extends ProblemCode = ProblemCode> = {
  readonly ok: false;
  readonly refusal: Refusal<Code>;
  readonly changes?: Changes;
};

/** an operation answers no problem that its contract does not declare, but those of the path's own steps. */
type Declared<C extends Contract> =
  | C['problems'][number]
  | 'invalid-request'
  | (C extends { readonly confirmation: string } ? ConfirmationProblem : never);

/** Load, decide, describe what changes. Expected refusals are answered; only faults throw. */
export type Operation<C extends Contract, Dependencies = undefined> = (
  request: OperationRequest<C>,
  dependencies: Dependencies,
) => Promise<Done<Reply<C>> | Refused<Declared<C>>>;
