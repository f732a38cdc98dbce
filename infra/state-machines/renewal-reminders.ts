import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, type IChainable, Map as MapState, ProvideItems, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

const NO_MORE = Condition.jsonata('{% $not($states.input.more) %}');

/** Reminds, a few minutes at a time, in each shard that holds certificates about to expire, the shards at the same time. */
export function renewalRemindersDefinition(scope: Construct, remindHolders: IFunction): IChainable {
  const remind = LambdaInvoke.jsonata(scope, 'Remind', {
    lambdaFunction: remindHolders,
    outputs: '{% $states.result.Payload %}',
    retryOnServiceExceptions: false,
  });
  remind.addRetry(PATIENT_RETRY);
  remind.next(Choice.jsonata(scope, 'AllReminded').when(NO_MORE, Succeed.jsonata(scope, 'Reminded')).otherwise(remind));

  const shards = MapState.jsonata(scope, 'EachShard', { items: ProvideItems.jsonata('{% $states.input.shards %}') });
  shards.itemProcessor(remind);

  return shards;
}
