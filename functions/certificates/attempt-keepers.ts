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
  return keeper(
    order,
    ({ attempt }) => attempt,
    (known, decide) => changeOrder(tenantId, known, (current) => saving(decide(current), (attempt) => ({ attempt }))),
  );
}

/** The attempts at a renewal by client authentication stand in the certificate to be renewed. */
export function attemptsOfCertificate(tenantId: string, certificate: Certificate, settings: Settings): Keeper<Certificate> {
  return keeper(
    certificate,
    ({ renewalAttempt }) => renewalAttempt,
    (known, decide) =>
      changeCertificate(
        tenantId,
        known,
        (current) => saving(decide(current), (renewalAttempt) => ({ renewalAttempt })),
        settings,
      ),
  );
}

type Next = { readonly attempt: IssueAttempt | undefined } | 'leave';

function keeper<Item>(
  item: Item,
  attemptOf: (item: Item) => IssueAttempt | undefined,
  change: (known: Item, decide: (current: Item) => Next) => Promise<Item>,
): Keeper<Item> {
  let latest = item;

  return {
    current: attemptOf(item),
    latest: () => latest,
    async save(attempt, replaced) {
      try {
        // What is saved already stays: an answer may have been lost.
        latest = await change(latest, (current) => (isSame(attemptOf(current), replaced) ? { attempt } : 'leave'));
      } catch (error) {
        if (error instanceof GoneError) return 'gone';
        throw error;
      }

      return isSame(attemptOf(latest), attempt) ? 'kept' : 'overtaken';
    },
  };
}

function saving<Changes>(next: Next, changes: (attempt: IssueAttempt | undefined) => Changes): Decision<Changes> {
  return next === 'leave' ? 'leave' : { save: changes(next.attempt) };
}

function isSame(a: IssueAttempt | undefined, b: IssueAttempt | undefined): boolean {
  return a?.token === b?.token && a?.certificateArn === b?.certificateArn && a?.over === b?.over;
}
