import { acquisitionTries, type CertificateOrder } from '../../domain/certificates/certificate-order.ts';
import { beginTry, endTry, isUnderWay } from '../../domain/credentials/tries.ts';
import { changeOrder } from '../adapters/dynamodb/certificate-orders.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Memory } from '../runtime/memory.ts';
import { verifyPassword } from '../runtime/passwords.ts';

type Context = { readonly transactionId: string; readonly now: Date; readonly settings: Settings; readonly memory: Memory };

/**
 * looks at the acquisition password, once per request; `memory` tells whether it was right. The try is saved as under way
 * before, so that guesses made at the same time cannot share one. Nothing is looked at once the order is locked.
 *
 * @returns the order with the try in it
 */
export async function tryAcquisitionPassword(
  tenantId: string,
  known: CertificateOrder,
  password: string,
  context: Context,
): Promise<CertificateOrder> {
  const { memory, transactionId: tryId, now, settings } = context;
  if (memory.acquisitionPasswordRight !== undefined) return known;

  const order = await changeOrder(tenantId, known, ({ acquisition }) => {
    if (isUnderWay(acquisition, tryId)) return 'leave';

    const begun = beginTry(acquisition, { tryId, now }, acquisitionTries(settings));
    if (begun.ok) return { save: { acquisition: begun.value } };

    return begun.refusal.code === 'busy' ? 'wait' : 'leave';
  });
  if (!isUnderWay(order.acquisition, tryId)) return order;

  memory.acquisitionPasswordRight = await verifyPassword(password, order.acquisition.hash);
  if (memory.acquisitionPasswordRight) {
    memory.releases.push(async () => {
      await changeOrder(tenantId, order, (current) =>
        isUnderWay(current.acquisition, tryId) ? { save: { acquisition: triedAcquisition(current, context) } } : 'leave',
      );
    });
  }

  return order;
}

/** The acquisition password of an order after this request's try. */
export function triedAcquisition(
  { acquisition }: CertificateOrder,
  { memory, transactionId: tryId, now, settings }: Context,
): CertificateOrder['acquisition'] {
  const right = memory.acquisitionPasswordRight === true;

  return endTry(acquisition, { tryId, right, now }, acquisitionTries(settings));
}
