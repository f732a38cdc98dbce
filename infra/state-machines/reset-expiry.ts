import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IChainable, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

/**
 * Waits until the reset codes of a batch end, and expires those that were not used (C-6). A code is refused after its time
 * whatever happens here; what this adds is that nothing secret can be derived any more, and that lists tell.
 */
export function resetExpiryDefinition(scope: Construct, expireResets: IFunction): IChainable {
  const wait = Wait.jsonata(scope, 'UntilCodesEnd', { time: WaitTime.timestamp('{% $states.input.endsAt %}') });
  const expire = LambdaInvoke.jsonata(scope, 'Expire', { lambdaFunction: expireResets, retryOnServiceExceptions: false });
  expire.addRetry(PATIENT_RETRY);

  wait.next(expire).next(Succeed.jsonata(scope, 'Expired'));

  return wait;
}
