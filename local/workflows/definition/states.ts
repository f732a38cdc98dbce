import * as z from 'zod';
import { Assign, Catch, Query, Retry, Template, Text } from './fields.ts';

const named = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const output = { Output: Template.optional() };
const assigning = { Assign: Assign.optional(), ...output };
const moving = { Next: z.string().optional(), End: z.literal(true).optional() };
const failing = { Retry, Catch };

/** Either another state follows, or none. */
function eitherNextOrEnd({ Next, End }: { Next?: string | undefined; End?: true | undefined }): boolean {
  return (Next === undefined) !== (End === undefined);
}
const EITHER = { error: 'needs either Next or End' };

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
const PassFields = z.strictObject({ Type: z.literal('Pass'), ...named, ...assigning, ...moving }).refine(eitherNextOrEnd, EITHER);

const Seconds = z.int().min(1).max(99_999_999);

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
const TaskFields = z
  .strictObject({
    Type: z.literal('Task'),
    Resource: z.string(),
    Arguments: Template.optional(),
    TimeoutSeconds: z.union([Seconds, Query]).optional(),
    ...named,
    ...assigning,
    ...moving,
    ...failing,
  })
  .refine(eitherNextOrEnd, EITHER);

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
const WaitFields = z
  .strictObject({
    Type: z.literal('Wait'),
    Seconds: z.union([z.int().min(0).max(99_999_999), Query]).optional(),
    Timestamp: z.union([z.iso.datetime({ offset: true }), Query]).optional(),
    ...named,
    ...assigning,
    ...moving,
  })
  .refine(eitherNextOrEnd, EITHER)
  .refine((state) => (state.Seconds === undefined) !== (state.Timestamp === undefined), {
    error: 'needs either Seconds or Timestamp',
  });

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
const ChoiceFields = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z
    .array(z.strictObject({ Condition: z.union([z.boolean(), Query]), Next: z.string(), Comment: named.Comment, ...assigning }))
    .min(1),
  Default: z.string().optional(),
  ...named,
  ...assigning,
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const MapFields = z
  .strictObject({
    Type: z.literal('Map'),
    Items: z.union([z.array(Template), Query]).optional(),
    ItemSelector: Template.optional(),
    MaxConcurrency: z.union([z.int().min(0), Query]).default(0),
    ItemProcessor: z.looseObject({ ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional() }),
    ...named,
    ...assigning,
    ...moving,
    ...failing,
  })
  .refine(eitherNextOrEnd, EITHER);

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
const ParallelFields = z
  .strictObject({
    Type: z.literal('Parallel'),
    Branches: z.array(z.unknown()).min(1),
    Arguments: Template.optional(),
    ...named,
    ...assigning,
    ...moving,
    ...failing,
  })
  .refine(eitherNextOrEnd, EITHER);

const SucceedFields = z.strictObject({ Type: z.literal('Succeed'), ...named, ...output });

const FailFields = z.strictObject({ Type: z.literal('Fail'), Error: Text.optional(), Cause: Text.optional(), ...named });

/** The states of a machine as the local run knows them; what is nested in Map and Parallel is read for itself. */
export const AnyState = z.discriminatedUnion('Type', [
  PassFields,
  TaskFields,
  WaitFields,
  ChoiceFields,
  MapFields,
  ParallelFields,
  SucceedFields,
  FailFields,
]);

export type PassState = z.output<typeof PassFields>;
export type TaskState = z.output<typeof TaskFields>;
export type WaitState = z.output<typeof WaitFields>;
export type ChoiceState = z.output<typeof ChoiceFields>;
export type MapState = z.output<typeof MapFields> & { readonly sequences: readonly [Sequence] };
export type ParallelState = z.output<typeof ParallelFields> & { readonly sequences: readonly Sequence[] };
export type SucceedState = z.output<typeof SucceedFields>;
export type FailState = z.output<typeof FailFields>;

export type State = PassState | TaskState | WaitState | ChoiceState | MapState | ParallelState | SucceedState | FailState;

/** States that follow each other: a machine, an iteration of a Map, a branch of a Parallel. */
export type Sequence = { readonly startAt: string; readonly states: ReadonlyMap<string, State> };
