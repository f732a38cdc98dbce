import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, type IChainable, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';
import { LATE_WRITES } from './purge.ts';

const NO_MORE = Condition.jsonata('{% $not($states.input.more) %}');

/**
 * Removes what is left of a cancelled subscription (S-11), page by page, when whatever was under way at the cancellation is over: a
 * page tells what is there, so nothing may come after it. Every step can be repeated; a failing one is, for about a day.
 */
export function subscriptionPurgeDefinition(scope: Construct, purgeSubscription: IFunction): IChainable {
  const wait = Wait.jsonata(scope, 'WaitForLateWrites', { time: WaitTime.duration(LATE_WRITES) });
  const purge = LambdaInvoke.jsonata(scope, 'Purge', {
    lambdaFunction: purgeSubscription,
    outputs: '{% $states.result.Payload %}',
    retryOnServiceExceptions: false,
  });
  purge.addRetry(PATIENT_RETRY);

  wait.next(purge);
  purge.next(Choice.jsonata(scope, 'AllPurged').when(NO_MORE, Succeed.jsonata(scope, 'Gone')).otherwise(purge));

  return wait;
}
