import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IChainable, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

/** Waits until a pending request expires, and notes that down should it still be pending. */
export function approvalExpiryDefinition(scope: Construct, expireRequest: IFunction): IChainable {
  const wait = Wait.jsonata(scope, 'UntilItExpires', { time: WaitTime.timestamp('{% $states.input.wakeAt %}') });
  const expire = LambdaInvoke.jsonata(scope, 'ExpireRequest', { lambdaFunction: expireRequest, retryOnServiceExceptions: false });
  expire.addRetry(PATIENT_RETRY);

  wait.next(expire).next(Succeed.jsonata(scope, 'LookedAt'));

  return wait;
}
