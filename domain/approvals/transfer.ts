import type { AccountId, Yen } from '../permissions/permissions.ts';

export type TransferKind = 'transfer' | 'bulk-transfer';

/** P-1: the right on the account that each kind takes. */
export const RIGHT_OF = { transfer: 'transfer', 'bulk-transfer': 'bulkTransfer' } as const satisfies Record<TransferKind, string>;

/** A transfer, or the total of one bulk transfer (P-3), as its maker submits it. */
export type Transfer = {
  readonly kind: TransferKind;
  readonly accountId: AccountId;
  readonly amount: Yen;
  /** The client's own name for it, unique per tenant. */
  readonly reference: string;
  readonly summary?: string;
  /** `yyyy-mm-dd` in Tokyo; without it, it is executed as soon as it is approved. */
  readonly executeOn?: string;
};
