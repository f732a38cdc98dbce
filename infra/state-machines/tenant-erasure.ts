import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, type IChainable, Pass, Succeed, TaskInput, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';
import { LATE_WRITES } from './purge.ts';

type ErasureTasks = { readonly purgeTenant: IFunction; readonly revoke: IFunction; readonly removeItems: IFunction };

const ANY_CERTIFICATES = Condition.jsonata('{% $exists($states.input.revocation) %}');
const MORE = Condition.jsonata('{% $states.input.more %}');
const WHAT_TO_REVOKE = TaskInput.fromText('{% $states.input.revocation %}');

/**
 * Removes what is left of an erased tenant, page by page, when whatever was under way at the erasure is over; then certificates that
 * are still there, once they are revoked. Every step can be repeated; a failing one is, for about a day.
 */
export function tenantErasureDefinition(scope: Construct, tasks: ErasureTasks): IChainable {
  const begin = Pass.jsonata(scope, 'Begin', { assign: { erased: '{% $states.input %}' } });
  const wait = Wait.jsonata(scope, 'WaitForLateWrites', { time: WaitTime.duration(LATE_WRITES) });
  const purge = LambdaInvoke.jsonata(scope, 'Purge', {
    lambdaFunction: tasks.purgeTenant,
    outputs: '{% $states.result.Payload %}',
    retryOnServiceExceptions: false,
  });
  const revoke = LambdaInvoke.jsonata(scope, 'RevokeCertificates', {
    lambdaFunction: tasks.revoke,
    payload: WHAT_TO_REVOKE,
    outputs: '{% $states.input %}',
    retryOnServiceExceptions: false,
  });
  const remove = LambdaInvoke.jsonata(scope, 'RemoveCertificates', {
    lambdaFunction: tasks.removeItems,
    payload: WHAT_TO_REVOKE,
    outputs: '{% $erased %}',
    retryOnServiceExceptions: false,
  });
  for (const task of [purge, revoke, remove]) task.addRetry(PATIENT_RETRY);

  begin.next(wait).next(purge);
  revoke.next(remove).next(purge);
  purge.next(
    Choice.jsonata(scope, 'WhatIsLeft')
      // Whatever names people goes first: it need not wait for a certificate authority that is not there.
      .when(MORE, purge)
      .when(ANY_CERTIFICATES, revoke)
      .otherwise(Succeed.jsonata(scope, 'Gone')),
  );

  return begin;
}
