import { AwsError } from '../aws-error.ts';

/** Why a part cancels its transaction. */
export type CancellationReason = { readonly Code: string; readonly Message: string };

export const CONFLICT: CancellationReason = {
  Code: 'TransactionConflict',
  Message: 'Transaction is ongoing for the item',
};

/**
 * The refusal of a transaction.
 *
 * @param reasons in the order of the transaction's parts; undefined for those that are not to blame
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
 */
export function transactionCanceled(reasons: readonly (CancellationReason | undefined)[]): AwsError {
  const told = reasons.map((reason) => reason ?? { Code: 'None' });
  const codes = told.map(({ Code }) => Code).join(', ');

  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: told } },
  );
}

/** The refusal of a PutItem, UpdateItem or DeleteItem of an item that a transaction holds. */
export function writeConflict(): AwsError {
  return new AwsError('TransactionConflictException', CONFLICT.Message);
}
