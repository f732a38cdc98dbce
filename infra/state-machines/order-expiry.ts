import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IChainable, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

/** Waits until a batch of certificate orders ends, and closes those that nobody picked up. */
export function orderExpiryDefinition(scope: Construct, expireOrders: IFunction): IChainable {
  const wait = Wait.jsonata(scope, 'UntilOrdersEnd', { time: WaitTime.timestamp('{% $states.input.expiresAt %}') });
  const expire = LambdaInvoke.jsonata(scope, 'Expire', { lambdaFunction: expireOrders, retryOnServiceExceptions: false });
  expire.addRetry(PATIENT_RETRY);

  wait.next(expire).next(Succeed.jsonata(scope, 'Expired'));

  return wait;
}
