import * as z from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { busName } from '../../template/identity.ts';
import { checkDestination } from '../dead-letters.ts';
import { knownProperties } from '../known-properties.ts';
import { type Pattern, readPattern } from '../pattern.ts';

export type Target = {
  readonly functionArn: string;
  /** Whether the function's resource policy lets this rule invoke it. */
  readonly permitted: boolean;
  readonly deadLetterQueueArn?: string;
};

/** A rule of the template that listens on a bus. */
export type Rule = {
  readonly name: string;
  readonly bus: string;
  readonly matches: Pattern;
  readonly targets: readonly Target[];
};

const TargetProperties = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  // Delivery is handing the event to Lambda's queue, which never fails here in a way that a retry would mend.
  RetryPolicy: z.unknown().optional(),
});
const RuleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Tags: z.unknown().optional(),
  Targets: z.array(TargetProperties).default([]),
});

/**
 * The enabled rules of the template.
 *
 * @throws Refusal for a property, a matcher or a target the local run does not know
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
 */
export function rulesOf(assembly: Assembly): Rule[] {
  return assembly.resources('AWS::Events::Rule').flatMap((resource) => {
    const { EventBusName, EventPattern, State, Targets } = knownProperties(RuleProperties, resource);
    if (State === 'DISABLED') return [];

    return {
      name: resource.physicalId,
      bus: busName(EventBusName),
      matches: readPattern(EventPattern, resource.logicalId),
      targets: Targets.map((target) => targetOf(target, resource, assembly)),
    };
  });
}

function targetOf({ Arn, DeadLetterConfig }: z.output<typeof TargetProperties>, rule: Resource, assembly: Assembly): Target {
  const lambda = assembly.resource(Arn, 'AWS::Lambda::Function');
  if (!lambda) {
    throw new Refusal(`The rule ${rule.logicalId} has the target ${Arn}: the local run serves functions of the template only.`);
  }
  if (DeadLetterConfig) checkDestination(DeadLetterConfig.Arn, assembly, rule.logicalId);

  return {
    functionArn: lambda.arn,
    permitted: assembly.resources('AWS::Lambda::Permission').some((permission) => lets(permission, rule, lambda)),
    ...(DeadLetterConfig && { deadLetterQueueArn: DeadLetterConfig.Arn }),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-lambda-permissions */
function lets({ properties }: Resource, rule: Resource, lambda: Resource): boolean {
  return (
    properties['Action'] === 'lambda:InvokeFunction' &&
    properties['Principal'] === 'events.amazonaws.com' &&
    [lambda.arn, lambda.physicalId].includes(String(properties['FunctionName'])) &&
    [undefined, rule.arn].some((arn) => arn === properties['SourceArn'])
  );
}
