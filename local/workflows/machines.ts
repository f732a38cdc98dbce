import * as z from 'zod';
import { knownProperties } from '../edges/known-properties.ts';
import { Refusal } from '../refusal.ts';
import type { Assembly, Resource } from '../template/assembly.ts';
import { type Definition, readDefinition } from './definition/read.ts';

/** A state machine of the template. */
export type StateMachine = {
  readonly arn: string;
  readonly name: string;
  /** What its tasks may do is what this role may. */
  readonly roleArn: string;
  /** The definition as Step Functions is given it. */
  readonly text: string;
  readonly definition: Definition;
};

const Properties = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.literal('STANDARD').default('STANDARD'),
  RoleArn: z.string(),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  // What they switch on is seen at /_local/executions, or has no counterpart on one machine.
  LoggingConfiguration: z.unknown().optional(),
  TracingConfiguration: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/**
 * The state machines of the template.
 *
 * @throws Refusal for a property or a part of a definition that the local run does not know
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
 */
export function stateMachinesOf(assembly: Assembly): StateMachine[] {
  return assembly.resources('AWS::StepFunctions::StateMachine').map((resource) => machineOf(resource, assembly));
}

function machineOf(resource: Resource, assembly: Assembly): StateMachine {
  const properties = knownProperties(Properties, resource);
  const { RoleArn: roleArn } = properties;
  const text = substituted(properties.DefinitionString, properties.DefinitionSubstitutions);

  if (!assembly.resource(roleArn, 'AWS::IAM::Role')) {
    throw new Refusal(`The state machine ${resource.physicalId} has the role ${roleArn}, which the template does not have.`);
  }

  return { arn: resource.arn, name: resource.physicalId, roleArn, text, definition: readDefinition(text, resource.physicalId) };
}

/** `${name}` stands for what is given under that name; others are left alone. */
function substituted(text: string, substitutions: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => (name in substitutions ? String(substitutions[name]) : whole));
}
