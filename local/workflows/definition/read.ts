import * as z from 'zod';
import { Refusal } from '../../refusal.ts';
import { AnyState, type Sequence, type State } from './states.ts';

/** A state machine's definition in the Amazon States Language. */
export type Definition = {
  readonly sequence: Sequence;
  /** Of a whole execution. */
  readonly timeoutSeconds: number;
};

/** An execution ends after a year. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const YEAR_SECONDS = 31_536_000;

const Name = z.string().min(1).max(80);
const SequenceFields = { Comment: z.string().optional(), StartAt: z.string(), States: z.record(Name, z.unknown()) };

const Machine = z.strictObject({
  ...SequenceFields,
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.literal('JSONata', { error: 'must be JSONata: the local run does not know JSONPath' }),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
});
const Processor = z.strictObject({ ...SequenceFields, ProcessorConfig: z.unknown().optional() });
const Branch = z.strictObject(SequenceFields);

/**
 * Reads a definition.
 *
 * @param machine names it in refusals
 * @throws Refusal, naming state and field, for what the local run does not know or AWS would not create
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function readDefinition(text: string, machine: string): Definition {
  const read = parsed(Machine, jsonOf(text, machine), machine);
  const sequence = sequenceOf(read, machine);

  refuseTwins(stateNames(sequence), machine, 'has two states with the name');
  checkVariables(sequence, new Set(), machine);

  return { sequence, timeoutSeconds: Math.min(read.TimeoutSeconds ?? YEAR_SECONDS, YEAR_SECONDS) };
}

function sequenceOf({ StartAt, States }: { StartAt: string; States: Record<string, unknown> }, where: string): Sequence {
  const states = new Map(Object.entries(States).map(([name, state]) => [name, stateOf(state, `${where}, state ${name}`)]));
  const reached = new Set<string>();
  const ahead = [StartAt];

  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const state = states.get(name);
    if (!state) throw refusal(where, `it names the state ${name}, which is not there`);
    if (!reached.has(name)) ahead.push(...followers(state));
    reached.add(name);
  }

  const unreached = [...states.keys()].find((name) => !reached.has(name));
  if (unreached !== undefined) throw refusal(where, `no state leads to ${unreached}, which AWS refuses`);

  return { startAt: StartAt, states };
}

function stateOf(raw: unknown, where: string): State {
  const state = parsed(AnyState, raw, where);

  switch (state.Type) {
    case 'Map':
      return { ...state, sequences: [sequenceOf(parsed(Processor, state.ItemProcessor, where), `${where}, ItemProcessor`)] };
    case 'Parallel':
      return {
        ...state,
        sequences: state.Branches.map((branch, index) =>
          sequenceOf(parsed(Branch, branch, `${where}, branch ${index}`), `${where}, branch ${index}`),
        ),
      };
    default:
      return state;
  }
}

/** The names of the states that may come after one. */
function followers(state: State): string[] {
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : [];

  if ('Catch' in state) return [...next, ...state.Catch.map((catcher) => catcher.Next)];
  if (state.Type === 'Choice') {
    return [...state.Choices.map((rule) => rule.Next), ...(state.Default === undefined ? [] : [state.Default])];
  }

  return next;
}

function stateNames({ states }: Sequence): string[] {
  return [...states].flatMap(([name, state]) => [name, ...nestedIn(state).flatMap(stateNames)]);
}

function nestedIn(state: State): readonly Sequence[] {
  return 'sequences' in state ? state.sequences : [];
}

/** What is assigned inside a Map or Parallel must have a name of its own. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
function checkVariables({ states }: Sequence, outer: ReadonlySet<string>, machine: string): void {
  const own = new Set([...states.values()].flatMap(assignedBy));
  refuseTwins([...outer, ...own], machine, 'assigns, inside and outside of a Map or Parallel state, the variable');

  for (const state of states.values()) {
    for (const nested of nestedIn(state)) checkVariables(nested, new Set([...outer, ...own]), machine);
  }
}

function assignedBy(state: State): string[] {
  const parts: readonly { readonly Assign?: Record<string, unknown> | undefined }[] = [
    'Assign' in state ? state : {},
    ...('Catch' in state ? state.Catch : []),
    ...('Choices' in state ? state.Choices : []),
  ];

  return parts.flatMap(({ Assign }) => Object.keys(Assign ?? {}));
}

function refuseTwins(names: readonly string[], machine: string, what: string): void {
  const twin = names.find((name, index) => names.indexOf(name) !== index);

  if (twin !== undefined) throw refusal(machine, `it ${what} ${twin}, which AWS refuses`);
}

function parsed<Schema extends z.ZodType>(schema: Schema, raw: unknown, where: string): z.output<Schema> {
  const result = schema.safeParse(raw);
  if (!result.success) throw refusal(where, z.prettifyError(result.error));

  return result.data;
}

function jsonOf(text: string, machine: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal(machine, cause instanceof Error ? cause.message : String(cause));
  }
}

function refusal(where: string, problem: string): Refusal {
  return new Refusal(`The local run does not know the definition of the state machine ${where}: ${problem}`);
}
