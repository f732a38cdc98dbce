import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../local/refusal.ts';
import { stateMachinesOf } from '../../../local/workflows/machines.ts';
import { checkTask } from '../../../local/workflows/tasks/perform.ts';
import { assemblyOf } from '../aws/hand-made.ts';
import { functionArn } from '../edges/hand-made-edges.ts';
import { invokeJob, machine, machineRole } from './hand-made-machines.ts';

type State = Record<string, unknown>;
const END = { Type: 'Succeed' };
const pass = (more: State = {}): State => ({ Type: 'Pass', End: true, ...more });

function reading(states: Record<string, State>, more: object = {}, properties: object = {}): () => unknown {
  return () => stateMachinesOf(assemblyOf(machineRole, machine('work', states, more, properties)));
}

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (cause) {
    if (cause instanceof Refusal) return cause.message;
    throw cause;
  }
  throw new Error('It was not refused');
}

// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html: JSONPath has other fields than JSONata.
describe('JSONPath is refused at the start, naming machine, state and field:', () => {
  it.each<[field: string, state: State]>([
    ['InputPath', pass({ InputPath: '$.a' })],
    ['OutputPath', pass({ OutputPath: '$.a' })],
    ['Parameters', { ...invokeJob(), Parameters: { 'a.$': '$.a' } }],
    ['ResultPath', { ...invokeJob(), ResultPath: '$.a' }],
    ['ResultSelector', { ...invokeJob(), ResultSelector: {} }],
    ['Result', pass({ Result: {} })],
    ['SecondsPath', { Type: 'Wait', SecondsPath: '$.a', End: true }],
    ['TimeoutSecondsPath', { ...invokeJob(), TimeoutSecondsPath: '$.a' }],
    ['ItemsPath', { Type: 'Map', ItemsPath: '$.a', ItemProcessor: { StartAt: 'B', States: { B: END } }, End: true }],
    ['Variable', { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'Do' }] }],
  ])('%s', (field, state) => {
    const reason = reasonOf(reading({ Do: state }));

    expect(reason).toContain('work, state Do');
    expect(reason).toContain(field);
  });

  it('a machine that is not written in JSONata', () => {
    expect(reasonOf(reading({ Do: pass() }, { QueryLanguage: undefined }))).toContain('JSONata');
    expect(reasonOf(reading({ Do: pass({ QueryLanguage: 'JSONPath' }) }))).toContain('QueryLanguage');
  });
});

describe('what the local run does not know is refused at the start:', () => {
  it.each<[what: string, state: State]>([
    ['HeartbeatSeconds', { ...invokeJob(), HeartbeatSeconds: 5 }],
    ['Credentials', { ...invokeJob(), Credentials: {} }],
    ['ItemBatcher', { Type: 'Map', ItemBatcher: {}, ItemProcessor: { StartAt: 'B', States: { B: END } }, End: true }],
    [
      'INLINE',
      {
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: { B: END } },
        End: true,
      },
    ],
  ])('%s', (what, state) => {
    expect(reasonOf(reading({ Do: state }))).toContain(what);
  });

  it('an EXPRESS machine', () => {
    expect(reasonOf(reading({ Do: pass() }, {}, { StateMachineType: 'EXPRESS' }))).toContain('StateMachineType');
  });

  it('a part of a Map is named by its own state', () => {
    const states = { B: pass({ InputPath: '$' }) };
    const map = { Type: 'Map', ItemProcessor: { StartAt: 'B', States: states }, End: true };

    expect(reasonOf(reading({ Do: map }))).toContain('work, state Do, ItemProcessor, state B');
  });
});

describe('what AWS would not create is refused at the start:', () => {
  it.each<[what: string, reason: string, states: Record<string, State>]>([
    ['a state that follows and is not there', 'the state Gone', { Do: pass({ End: undefined, Next: 'Gone' }) }],
    ['a state that nothing leads to', 'leads to Other', { Do: pass(), Other: END }],
    ['neither Next nor End', 'either Next or End', { Do: pass({ End: undefined }) }],
    ['an expression with a syntax error', 'no JSONata', { Do: pass({ Output: '{% 1 + %}' }) }],
    ['half an expression', 'must begin with {%', { Do: pass({ Output: { a: '{% 1' } }) }],
    ['an operator of a newer JSONata', 'newer', { Do: pass({ Output: '{% $states.input.a ?? 1 %}' }) }],
    [
      'both Seconds and Timestamp',
      'either Seconds',
      { Do: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } },
    ],
    ['States.ALL among others', 'alone', { Do: invokeJob({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }) }],
    ['States.ALL before others', 'last', { Do: invokeJob({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }) }],
    ['an assignment to $states', 'states', { Do: pass({ Assign: { states: 1 } }) }],
    [
      'a variable assigned inside and outside of a Map',
      'the variable who',
      {
        Do: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'B', States: { B: pass({ Assign: { who: 1 } }) } },
          Assign: { who: 2 },
          End: true,
        },
      },
    ],
    [
      'two states of one name',
      'the name Do',
      { Do: { Type: 'Map', ItemProcessor: { StartAt: 'Do', States: { Do: END } }, End: true } },
    ],
  ])('%s', (_, reason, states) => {
    expect(reasonOf(reading(states))).toContain(reason);
  });

  it('a role that is not in the template', () => {
    expect(reasonOf(reading({ Do: pass() }, {}, { RoleArn: 'arn:aws:iam::000000000000:role/none' }))).toContain('role/none');
  });
});

it('`?:` and `??` in texts and regular expressions of an expression are no operators', () => {
  expect(reading({ Do: pass({ Output: `{% $contains("a??", /(?:a|b)??/) ? 'b?:' : "c" %}` }) })).not.toThrow();
});

describe('a Task is refused at the start', () => {
  const actions = { dynamodb: ['PutItem'] };
  const checking = (Resource: string, Arguments?: unknown) => () => checkTask({ Resource, Arguments }, actions, 'work, state Do');

  it.each([
    'arn:aws:states:::sqs:sendMessage',
    'arn:aws:states:::lambda:invoke.waitForTaskToken',
    'arn:aws:states:::dynamodb:putItem',
    'arn:aws:states:::aws-sdk:dynamodb:deleteTable',
    'arn:aws:states:::aws-sdk:s3:getObject',
    functionArn('job'),
  ])('for the resource %s', (resource) => {
    expect(checking(resource)).toThrow(`${resource} of work, state Do`);
  });

  it('for arguments of lambda:invoke that are not known', () => {
    expect(checking('arn:aws:states:::lambda:invoke', { FunctionName: 'job', Qualifier: 'live' })).toThrow('Qualifier');
    expect(checking('arn:aws:states:::lambda:invoke', { Payload: {} })).toThrow('FunctionName');
  });
});
