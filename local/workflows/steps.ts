import * as z from 'zod';
import type { ChoiceState, FailState, PassState, SucceedState, WaitState } from './definition/states.ts';
import { checkSize, StateFailure } from './failure.ts';
import type { AtState, Outcome, Scope } from './scope.ts';

/** What a state came to. */
export type Step = {
  readonly output: unknown;
  readonly variables: AtState['variables'];
  /** The state that follows; undefined after the last one. */
  readonly next: string | undefined;
};

/** What decides how a state is left: the state itself, a rule of a Choice or a catcher. */
export type Leaving = {
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
  readonly Next?: string | undefined;
};

/** Leaves a state: its output and its variables, which see the same values. */
export async function left(
  { Output, Assign, Next }: Leaving,
  position: AtState,
  scope: Scope,
  { otherwise, ...outcome }: Outcome & { readonly otherwise: unknown },
): Promise<Step> {
  const output = Output === undefined ? otherwise : await scope.evaluate(Output, 'Output', position, outcome);
  const assigned = Object.entries(Assign ?? {}).map(
    async ([name, value]) => [name, await scope.evaluate(value, `Assign/${name}`, position, outcome)] as const,
  );
  const variables = { ...position.variables, ...Object.fromEntries(await Promise.all(assigned)) };

  checkSize(output, `output of the state ${position.state}`);
  checkSize(variables, 'variables');

  return { output, variables, next: Next };
}

export function passed(state: PassState, position: AtState, scope: Scope): Promise<Step> {
  return left(state, position, scope, { otherwise: position.input });
}

export function succeeded(state: SucceedState, position: AtState, scope: Scope): Promise<Step> {
  return left(state, position, scope, { otherwise: position.input });
}

/** The first rule that is true decides, with the Output and Assign of its own; the state's own are for Default. */
export async function chosen(state: ChoiceState, position: AtState, scope: Scope): Promise<Step> {
  for (const [index, rule] of state.Choices.entries()) {
    const field = `Choices[${index}]/Condition`;
    if (await typedField(z.boolean(), rule.Condition, field, position, scope)) {
      return left(rule, position, scope, { otherwise: position.input });
    }
  }

  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: the name NoChoiceMatched is not in use.
  if (state.Default === undefined) throw new StateFailure('States.Runtime', `No rule of the state ${position.state} matched`);

  return left({ ...state, Next: state.Default }, position, scope, { otherwise: position.input });
}

export async function failed(state: FailState, position: AtState, scope: Scope): Promise<never> {
  const error = await typedField(z.string(), state.Error ?? '', 'Error', position, scope);
  const cause = await typedField(z.string(), state.Cause ?? '', 'Cause', position, scope);

  throw new StateFailure(error, cause);
}

const Seconds = z.int().min(0).max(99_999_999);
const Timestamp = z.iso.datetime({ offset: true });

/** Waits until its time has come by the local clock; that time is kept. */
export async function waited(state: WaitState, position: AtState, scope: Scope): Promise<Step> {
  const waiting =
    position.dueAt === undefined ? scope.save({ ...position, dueAt: await endOfWait(state, position, scope) }, []) : position;

  await scope.sleepUntil(new Date(waiting.dueAt ?? position.enteredAt));

  return left(state, position, scope, { otherwise: position.input });
}

async function endOfWait({ Seconds: seconds, Timestamp: time }: WaitState, position: AtState, scope: Scope): Promise<string> {
  if (time !== undefined) return new Date(await typedField(Timestamp, time, 'Timestamp', position, scope)).toISOString();

  const wait = await typedField(Seconds, seconds, 'Seconds', position, scope);
  return new Date(scope.run.clock.now().getTime() + wait * 1000).toISOString();
}

/** A field that must be of a type. @throws StateFailure States.QueryEvaluationError when it is not */
export async function typedField<Schema extends z.ZodType>(
  schema: Schema,
  field: unknown,
  name: string,
  position: AtState,
  scope: Scope,
): Promise<z.output<Schema>> {
  const value = schema.safeParse(await scope.evaluate(field, name, position));
  if (value.success) return value.data;

  const error = 'States.QueryEvaluationError';
  const cause = `The field '${name}' is not what it must be: ${z.prettifyError(value.error)}`;
  scope.record({ type: 'EvaluationFailed', state: position.state, location: name, error, cause });
  throw new StateFailure(error, cause);
}
