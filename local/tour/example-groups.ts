import { MAIN_ACCOUNT, SECOND_ACCOUNT } from './company.ts';

/** The example of page 24, as `createGroup` takes it. */
export const INQUIRY = {
  name: 'Inquiry and documents',
  permissions: {
    accounts: { [MAIN_ACCOUNT]: { inquiry: true }, [SECOND_ACCOUNT]: { inquiry: true } },
    documents: true,
  },
};

const TRANSFER_RIGHTS = { inquiry: true, operation: true, transfer: true, bulkTransfer: true };

/** The example of page 25: limits of 10 million and 1 million yen. */
export const TRANSFERS = {
  name: 'Transfers',
  permissions: {
    accounts: { [MAIN_ACCOUNT]: TRANSFER_RIGHTS, [SECOND_ACCOUNT]: TRANSFER_RIGHTS },
    approval: { approvalLimit: 10_000_000, selfApprovalLimit: 1_000_000 },
  },
};

/** Transfers without the rights they rest on, and a self-approval limit above the other. */
export const BROKEN = {
  name: 'Transfers',
  permissions: {
    accounts: { [MAIN_ACCOUNT]: { transfer: true }, [SECOND_ACCOUNT]: { inquiry: true, operation: true } },
    approval: { approvalLimit: 10_000_000, selfApprovalLimit: 20_000_000 },
  },
};
