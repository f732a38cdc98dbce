import { type AwsRequest, awsJson, type Reply } from '../protocol.ts';
import type { Action, PreparedCall, Service } from '../service.ts';
import { transactionCounter } from './capacity/count-transactions.ts';
import { sendBatchRead, sendBatchWrite, sendRead, sendWrite } from './capacity/count-units.ts';
import type { Conflicts } from './conflicts.ts';
import type { PassThrough } from './pass-through.ts';
import { itemPermissions, searchPermissions, transactionPermissions } from './permissions.ts';
import {
  batch,
  identitiesOf,
  onKey,
  putItem,
  query,
  type Searched,
  scan,
  type Touched,
  tableFinder,
  transaction,
} from './requests.ts';
import type { Table } from './tables.ts';

type Parts = {
  readonly tables: readonly Table[];
  readonly passThrough: PassThrough;
  readonly conflicts: Conflicts;
  /** Told after every write that took effect, when nothing holds its items any more and before its caller is answered. */
  readonly written: (tables: readonly Table[]) => void;
};

/**
 * DynamoDB's data operations, carried out by DynamoDB Local: permissions are checked first, conflicts added, units
 * counted, everything else passes as it is. Tables are made from the template; their administration is not served to functions.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
 */
export function dynamoDbService({ tables, passThrough, conflicts, written }: Parts): Service {
  const find = tableFinder(tables);
  const { send } = passThrough;
  const transactions = transactionCounter(send, conflicts);

  async function write(items: readonly Touched[], carryOut: () => Promise<Reply>): Promise<Reply> {
    const reply = await carryOut();
    if (reply.status === 200) written([...new Set(items.map(({ table }) => table))]);

    return reply;
  }

  const single = (request: AwsRequest, item: Touched): PreparedCall => ({
    permissions: itemPermissions([item]),
    run: () => write([item], () => conflicts.singleWrite(identitiesOf([item]).join(), () => sendWrite(request, send))),
  });

  const search =
    (iamAction: string, read: (request: AwsRequest) => Searched): Action =>
    (request) => ({ permissions: searchPermissions(iamAction, read(request)), run: () => sendRead(request, send) });

  return {
    protocol: awsJson('1.0', 'DynamoDB_20120810'),
    actions: {
      GetItem: (request) => ({
        permissions: itemPermissions([onKey('GetItem', request, find)]),
        run: () => sendRead(request, send),
      }),
      PutItem: (request) => single(request, putItem(request, find)),
      UpdateItem: (request) => single(request, onKey('UpdateItem', request, find)),
      DeleteItem: (request) => single(request, onKey('DeleteItem', request, find)),
      Query: search('dynamodb:Query', (request) => query(request, find)),
      Scan: search('dynamodb:Scan', (request) => scan(request, find)),
      BatchGetItem: (request) => ({
        permissions: itemPermissions(batch('BatchGetItem', request, find)),
        run: () => sendBatchRead(request, send),
      }),
      BatchWriteItem: (request) => {
        const items = batch('BatchWriteItem', request, find);
        return {
          permissions: itemPermissions(items),
          run: () => write(items, () => conflicts.batchWrite(identitiesOf(items), () => sendBatchWrite(request, send))),
        };
      },
      TransactGetItems: (request) => {
        const items = transaction(request, find);
        return {
          permissions: transactionPermissions(items, 'TransactGetItems'),
          run: () => transactions.read(items, () => send(request)),
        };
      },
      TransactWriteItems: (request) => {
        const items = transaction(request, find);
        return {
          permissions: transactionPermissions(items, 'TransactWriteItems'),
          run: () => write(items, () => transactions.write(request, items, () => send(request))),
        };
      },
    },
  };
}
