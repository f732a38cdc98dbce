import type { Assembly } from '../template/assembly.ts';

/**
 * The operations and listeners of the stack by the ARNs of their functions. Functions are named after what they do, behind
 * the words that all of them begin with: `business-id-create-users` carries out `createUsers`.
 */
export function operationNames(assembly: Assembly): ReadonlyMap<string, string> {
  const functions = assembly
    .resources('AWS::Lambda::Function')
    .map(({ arn, physicalId }) => ({ arn, words: physicalId.split('-') }));
  const shared = functions.length > 1 ? sharedWords(functions.map(({ words }) => words)) : 0;

  return new Map(functions.map(({ arn, words }) => [arn, camelCase(words.slice(shared))]));
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
