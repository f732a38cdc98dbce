import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, type IChainable, Pass, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

/** Longer than any function runs: what a request under way at the deletion still wrote is there by then. */
export const LATE_WRITES = Duration.minutes(5);

const NOTHING_LEFT = Condition.jsonata('{% $count($states.input.userIds) + $count($states.input.groupIds) = 0 %}');

/**
 * Removes what is left of deleted users and groups (G-5, U-8), page by page; and once more from the beginning when
 * whatever was under way at the deletion is over. Every step can be repeated; a failing one is, for about a day.
 */
export function purgeDefinition(scope: Construct, purgeRemoved: IFunction): IChainable {
  const begin = Pass.jsonata(scope, 'Begin', { assign: { removed: '{% $states.input %}' } });
  const wait = Wait.jsonata(scope, 'WaitForLateWrites', {
    time: WaitTime.duration(LATE_WRITES),
    outputs: '{% $removed %}',
  });

  const purge = eachPage(scope, { task: 'Purge', choice: 'AllPurged' }, purgeRemoved, wait);
  const sweep = eachPage(scope, { task: 'Sweep', choice: 'AllSwept' }, purgeRemoved, Succeed.jsonata(scope, 'Gone'));
  begin.next(purge);
  wait.next(sweep);

  return begin;
}

/** Calls the function, whose answer is what remains to be done, until nothing does. */
function eachPage(
  scope: Construct,
  names: { task: string; choice: string },
  purgeRemoved: IFunction,
  then: IChainable,
): LambdaInvoke {
  const page = LambdaInvoke.jsonata(scope, names.task, {
    lambdaFunction: purgeRemoved,
    outputs: '{% $states.result.Payload %}',
    retryOnServiceExceptions: false,
  });
  page.addRetry(PATIENT_RETRY);
  page.next(Choice.jsonata(scope, names.choice).when(NOTHING_LEFT, then).otherwise(page));

  return page;
}
