import { beforeAll, expect, it } from 'vitest';
import { allGrantsOf } from './support/policies.ts';
import { type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const properties = (type: string) => deployment.all(type).map(({ definition }) => definition['Properties']);

it('a request is traced from its API to its function, and an event to the state machine it starts', () => {
  for (const { TracingEnabled, RestApiId } of properties('AWS::ApiGateway::Stage')) {
    expect(TracingEnabled, JSON.stringify(RestApiId)).toBe(true);
  }
  for (const { TracingConfig, FunctionName } of properties('AWS::Lambda::Function')) {
    expect(TracingConfig, FunctionName).toEqual({ Mode: 'Active' });
  }
  for (const { TracingConfiguration, StateMachineName } of properties('AWS::StepFunctions::StateMachine')) {
    expect(TracingConfiguration, StateMachineName).toEqual({ Enabled: true });
  }
});

it('every function may send traces, and has no other right on everything', () => {
  for (const lambda of deployment.all('AWS::Lambda::Function')) {
    const onEverything = allGrantsOf(deployment, lambda).filter(({ resources }) => resources.includes('*'));

    expect(onEverything.flatMap(({ actions }) => actions).toSorted(), lambda.id).toEqual([
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  }
});
