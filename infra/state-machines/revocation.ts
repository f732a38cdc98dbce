import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, type IChainable, Pass, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

type RevocationTasks = { readonly closeOrders: IFunction; readonly revoke: IFunction; readonly removeItems: IFunction };

const OF_A_WHOLE_SUBSCRIPTION = Condition.jsonata('{% $exists($revocation.wholeSubscription) %}');

/**
 * Closes void orders at once, waits until revoking is to begin (S-7), and revokes certificates; of a cancelled subscription it
 * removes them afterwards (S-11). Every step can be repeated; a failing one is, for about a day.
 */
export function revocationDefinition(scope: Construct, tasks: RevocationTasks): IChainable {
  const begin = Pass.jsonata(scope, 'Begin', { assign: { revocation: '{% $states.input %}' } });
  const close = LambdaInvoke.jsonata(scope, 'CloseOrders', {
    lambdaFunction: tasks.closeOrders,
    outputs: '{% $revocation %}',
    retryOnServiceExceptions: false,
  });
  close.addRetry(PATIENT_RETRY);

  const wait = Wait.jsonata(scope, 'UntilRevoking', { time: WaitTime.timestamp('{% $states.input.notBefore %}') });
  const revoke = LambdaInvoke.jsonata(scope, 'Revoke', {
    lambdaFunction: tasks.revoke,
    outputs: '{% $revocation %}',
    retryOnServiceExceptions: false,
  });
  revoke.addRetry(PATIENT_RETRY);

  const remove = LambdaInvoke.jsonata(scope, 'Remove', { lambdaFunction: tasks.removeItems, retryOnServiceExceptions: false });
  remove.addRetry(PATIENT_RETRY);
  const revoked = Succeed.jsonata(scope, 'Revoked');
  const after = Choice.jsonata(scope, 'AnyItemsToRemove').when(OF_A_WHOLE_SUBSCRIPTION, remove).otherwise(revoked);

  begin.next(close).next(wait).next(revoke).next(after);
  remove.next(revoked);

  return begin;
}
