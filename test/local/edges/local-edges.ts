import { type Edges, startEdges } from '../../../local/edges/start.ts';
import { createDuplicates, type Duplicates } from '../../../local/faults/duplicates.ts';
import type { Invocation } from '../../../local/functions/pool.ts';
import type { Assembly } from '../../../local/template/assembly.ts';
import type { LocalAws } from '../aws/local-aws.ts';

export type Invoked = { readonly functionName: string; readonly event: unknown; readonly requestId: string | undefined };

/** Plays the functions: gets each invocation, answers what comes of it. */
export type Play = (invoked: Invoked) => Promise<Invocation> | Invocation;

export const succeed: Play = () => ({ ok: true, payload: null });
export const fail: Play = () => ({ ok: false, errorType: 'Error', errorMessage: 'it broke' });

export type LocalEdges = Edges & {
  /** To be armed for functions by their names. */
  readonly duplicates: Duplicates;
  /** Every invocation so far. */
  readonly invoked: readonly Invoked[];
};

/** Runs the edges of an assembly over a local AWS of the same resources; functions are played by `play`. */
export async function runEdges(local: LocalAws, assembly: Assembly, play: Play): Promise<LocalEdges> {
  const invoked: Invoked[] = [];
  const duplicates = createDuplicates(
    new Map(assembly.resources('AWS::Lambda::Function').map(({ arn, physicalId }) => [arn, physicalId])),
  );
  const edges = await startEdges({
    assembly,
    clock: local.clock,
    state: local.state,
    aws: local.aws,
    invoke: async (arn, event, options) => {
      const invocation = { functionName: arn.split(':').at(-1) ?? '', event, requestId: options?.requestId };
      invoked.push(invocation);
      return play(invocation);
    },
    duplicates,
    report: (line) => local.reports.push(line),
  });

  return { ...edges, duplicates, invoked };
}
