import type { AwsError } from '../aws/aws-error.ts';
import { type CancellationReason, CONFLICT, transactionCanceled, writeConflict } from '../aws/dynamodb/cancellations.ts';
import { type DisturbedCall, documentOf } from './disturbed-call.ts';

type Request = DisturbedCall['request'];

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
const TRANSACTIONS = new Set(['TransactWriteItems', 'TransactGetItems']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling */
export function canConflict(service: string, action: string): boolean {
  return service === 'dynamodb' && (WRITES.has(action) || TRANSACTIONS.has(action));
}

/** The refusal while another transaction holds the item, the first one of a transaction. */
export function conflicting({ service, action, request }: DisturbedCall): AwsError {
  return isTransaction(service, action) ? firstPartCancels(request, CONFLICT) : writeConflict();
}

export function isTransaction(service: string, action: string): boolean {
  return service === 'dynamodb' && TRANSACTIONS.has(action);
}

/** The refusal of a transaction for the sake of its first part. */
export function firstPartCancels(request: Request, reason: CancellationReason): AwsError {
  const parts = documentOf(request)['TransactItems'];

  return transactionCanceled(Array.isArray(parts) ? parts.map((_, index) => (index === 0 ? reason : undefined)) : [reason]);
}
