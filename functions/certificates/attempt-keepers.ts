import { isDeepStrictEqual } from 'node:util';
import type { Certificate } from '../../domain/certificates/certificate.ts';
import type { CertificateOrder } from '../../domain/certificates/certificate-order.ts';
import type { IssueAttempt } from '../../domain/certificates/issue-attempt.ts';
import { changeOrder } from '../adapters/dynamodb/certificate-orders.ts';
import { changeCertificate } from '../adapters/dynamodb/certificates.ts';
import { type Decision, GoneError } from '../adapters/dynamodb/until-saved.ts';
import type { Settings } from '../contracts/settings.ts';
import type { AttemptKeeper } from './issue.ts';

/** Keeps what a thing, as it was last saved, knows of the attempts. */
type Keeper<Item> = AttemptKeeper & { latest(): Item };

/** The attempts at a pick-up stand in the order. */
export function attemptsOfOrder(tenantId: string, order: CertificateOrder): Keeper<CertificateOrder> {
  return keeper(order, {
    attemptOf: ({ attempt }) => attempt,
    decidedOn: ({ pickedUp, cancelledAt, tokenCauseId }) => [pickedUp?.thumbprint, cancelledAt, tokenCauseId],
    change: (known, decide) => changeOrder(tenantId, known, (current) => saving(decide(current), (attempt) => ({ attempt }))),
  });
}

/** The attempts at a renewal by client authentication stand in the certificate to be renewed. */
export function attemptsOfCertificate(tenantId: string, certificate: Certificate, settings: Settings): Keeper<Certificate> {
  return keeper(certificate, {
    attemptOf: ({ renewalAttempt }) => renewalAttempt,
    decidedOn: ({ revokedAt, replacedBy, renewalOrderId }) => [revokedAt, replacedBy, renewalOrderId],
    change: (known, decide) =>
      changeCertificate(
        tenantId,
        known,
        (current) => saving(decide(current), (renewalAttempt) => ({ renewalAttempt })),
        settings,
      ),
  });
}

type Next = { readonly attempt: IssueAttempt | undefined } | 'leave';

type Kind<Item> = {
  readonly attemptOf: (item: Item) => IssueAttempt | undefined;
  /** What the request has decided on: when it moves, the request is to be decided again, and its attempt is not kept. */
  readonly decidedOn: (item: Item) => readonly unknown[];
  readonly change: (known: Item, decide: (current: Item) => Next) => Promise<Item>;
};

function keeper<Item>(item: Item, { attemptOf, decidedOn, change }: Kind<Item>): Keeper<Item> {
  // What is stored, and the last of it that still is as the request decided on it: to save what has moved would pass that over.
  let stored = item;
  let latest = item;
  const isUnmoved = (current: Item) => isDeepStrictEqual(decidedOn(current), decidedOn(item));

  async function put(
    attempt: IssueAttempt | undefined,
    replaced: IssueAttempt | undefined,
    isFit: (current: Item) => boolean,
  ): Promise<'kept' | 'overtaken' | 'gone'> {
    try {
      // What is saved already stays: an answer may have been lost.
      stored = await change(stored, (current) =>
        isSame(attemptOf(current), replaced) && isFit(current) ? { attempt } : 'leave',
      );
      if (!isSame(attemptOf(stored), attempt) || !isFit(stored)) return 'overtaken';

      if (isUnmoved(stored)) latest = stored;
      return 'kept';
    } catch (error) {
      if (error instanceof GoneError) return 'gone';
      throw error;
    }
  }

  return {
    current: attemptOf(item),
    latest: () => latest,
    save: (attempt, replaced) => put(attempt, replaced, isUnmoved),
    update: (attempt, replaced) => put(attempt, replaced, () => true),
  };
}

function saving<Changes>(next: Next, changes: (attempt: IssueAttempt | undefined) => Changes): Decision<Changes> {
  return next === 'leave' ? 'leave' : { save: changes(next.attempt) };
}

function isSame(a: IssueAttempt | undefined, b: IssueAttempt | undefined): boolean {
  return a?.token === b?.token && a?.certificateArn === b?.certificateArn && a?.over === b?.over;
}
