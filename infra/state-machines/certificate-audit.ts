import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  type IChainable,
  Map as MapState,
  ProvideItems,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { PATIENT_RETRY } from './patient-retry.ts';

type AuditParts = {
  readonly certificateAuthorityArns: readonly string[];
  readonly requestReport: IFunction;
  readonly auditCertificates: IFunction;
};

const CREATING = Condition.jsonata("{% $states.input.state = 'creating' %}");
const READING = Condition.jsonata("{% $states.input.state = 'reading' %}");

/**
 * Has each CA write a report of what it issued, waits until it is there, and goes through it page by page. Every step can be
 * repeated; a failing one is, for about a day: AWS makes no second report of a CA within half an hour.
 */
export function certificateAuditDefinition(scope: Construct, parts: AuditParts): IChainable {
  const request = task(scope, 'RequestReport', parts.requestReport);
  const wait = Wait.jsonata(scope, 'UntilWritten', { time: WaitTime.duration(Duration.minutes(5)) });
  const audit = task(scope, 'Audit', parts.auditCertificates);
  const after = Choice.jsonata(scope, 'AllAudited')
    .when(CREATING, wait)
    .when(READING, audit)
    .otherwise(Succeed.jsonata(scope, 'Audited'));
  request.next(wait).next(audit).next(after);

  const authorities = MapState.jsonata(scope, 'EachAuthority', {
    items: ProvideItems.jsonArray(parts.certificateAuthorityArns.map((certificateAuthorityArn) => ({ certificateAuthorityArn }))),
  });
  authorities.itemProcessor(request);

  return authorities;
}

/** Its answer is what is handed on. */
function task(scope: Construct, name: string, lambdaFunction: IFunction): LambdaInvoke {
  const invoke = LambdaInvoke.jsonata(scope, name, {
    lambdaFunction,
    outputs: '{% $states.result.Payload %}',
    retryOnServiceExceptions: false,
  });
  invoke.addRetry(PATIENT_RETRY);

  return invoke;
}
