import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IChainable, Pass, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

/**
 * Closes void orders at once, waits until revoking is to begin (S-7), and revokes certificates. Every step can be
 * repeated; a failing one is, for about a day.
 */
export function revocationDefinition(scope: Construct, tasks: { closeOrders: IFunction; revoke: IFunction }): IChainable {
  const begin = Pass.jsonata(scope, 'Begin', { assign: { revocation: '{% $states.input %}' } });
  const close = LambdaInvoke.jsonata(scope, 'CloseOrders', {
    lambdaFunction: tasks.closeOrders,
    outputs: '{% $revocation %}',
    retryOnServiceExceptions: false,
  });
  close.addRetry(PATIENT_RETRY);

  const wait = Wait.jsonata(scope, 'UntilRevoking', { time: WaitTime.timestamp('{% $states.input.notBefore %}') });
  const revoke = LambdaInvoke.jsonata(scope, 'Revoke', { lambdaFunction: tasks.revoke, retryOnServiceExceptions: false });
  revoke.addRetry(PATIENT_RETRY);

  begin.next(close).next(wait).next(revoke).next(Succeed.jsonata(scope, 'Revoked'));

  return begin;
}
