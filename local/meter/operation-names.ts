import type { Assembly } from '../template/assembly.ts';

/**
 * The operations and listeners of the stack by the ARNs of their functions. Functions are named after what they do, behind
 * the words that all of them begin with: `business-id-create-users` carries out `createUsers`.
 */
export function operationNames(assembly: Assembly): ReadonlyMap<string, string> {
  const functions = namedOf(assembly, 'AWS::Lambda::Function');
  const shared = sharedByFunctions(functions);

  return new Map(functions.map(({ arn, words }) => [arn, camelCase(words.slice(shared))]));
}

/**
 * The state machines of the stack by their ARNs, without the words that all functions begin with:
 * `stateMachine:deleteUsers`, so that none is taken for an operation.
 */
export function stateMachineNames(assembly: Assembly): ReadonlyMap<string, string> {
  const functions = namedOf(assembly, 'AWS::Lambda::Function');
  const prefix = functions[0]?.words.slice(0, sharedByFunctions(functions)) ?? [];

  return new Map(
    namedOf(assembly, 'AWS::StepFunctions::StateMachine').map(({ arn, words }) => {
      const own = prefix.every((word, index) => words[index] === word) ? words.slice(prefix.length) : words;
      return [arn, `stateMachine:${camelCase(own)}`];
    }),
  );
}

type Named = { readonly arn: string; readonly words: readonly string[] };

function namedOf(assembly: Assembly, type: string): Named[] {
  return assembly.resources(type).map(({ arn, physicalId }) => ({ arn, words: physicalId.split('-') }));
}

function sharedByFunctions(functions: readonly Named[]): number {
  return functions.length > 1 ? sharedWords(functions.map(({ words }) => words)) : 0;
}

/** With how many words all begin, the last one of each left aside. */
function sharedWords(all: readonly (readonly string[])[]): number {
  const longest = Math.min(...all.map(({ length }) => length)) - 1;
  const different = Array.from({ length: longest }).findIndex((_, index) => new Set(all.map((words) => words[index])).size > 1);

  return different === -1 ? longest : different;
}

function camelCase([first = '', ...others]: readonly string[]): string {
  return [first, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}
