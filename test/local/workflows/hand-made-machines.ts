import type { Resource } from '../../../local/template/assembly.ts';
import { ACCOUNT, allow, REGION, resource, role, TABLE_ARN } from '../aws/hand-made.ts';
import { functionArn } from '../edges/hand-made-edges.ts';

export const machineArn = (name: string): string => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
export const executionArn = (machine: string, name: string): string =>
  `arn:aws:states:${REGION}:${ACCOUNT}:execution:${machine}:${name}`;

/** The role of all machines here: may invoke the function `job`, put things into the table and events on the bus. */
export const machineRole = role(
  'machine',
  allow('lambda:InvokeFunction', functionArn('job')),
  allow('dynamodb:PutItem', TABLE_ARN),
  allow('events:PutEvents', '*'),
);

/** May do everything with every execution. */
export const starter = role('starter', allow('states:*', '*'));

type States = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A machine that begins with its first state. */
export function machine(name: string, states: States, more: object = {}, properties: object = {}): Resource {
  const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };

  return resource('AWS::StepFunctions::StateMachine', name, machineArn(name), {
    RoleArn: machineRole.arn,
    DefinitionString: JSON.stringify(definition),
    ...properties,
  });
}

/** Invokes the function `job` with the state's input, unless told otherwise. */
export function invokeJob(more: object = {}, Payload: unknown = '{% $states.input %}'): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn('job'), Payload },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

export const PAYLOAD = { Output: '{% $states.result.Payload %}' };
