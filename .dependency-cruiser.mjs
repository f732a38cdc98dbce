import { contracts, fileOf } from './functions/contracts/index.ts';

/** Who may import whom. test/infra/import-directions.test.ts proves that each rule bites. */

const NODE_MODULES = 'node_modules/';
const ZOD = '^node_modules/zod/';
const OPERATIONS = `^functions/(${Object.values(contracts).map(fileOf).join('|')})[.]ts$`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    rule('no-circles', 'Types included: a circle is a missing third file.', {}, { circular: true }),
    rule('no-unknown', 'Every import leads to a file or an installed package.', {}, { couldNotResolve: true }),
    rule(
      'domain-is-pure',
      'The domain imports only the domain: no package, no Node module.',
      { path: '^domain/' },
      { pathNot: '^domain/' },
    ),
    rule('events-are-schemas', 'Events import events and zod.', { path: '^events/' }, { pathNot: ['^events/', ZOD] }),
    rule(
      'contracts-stand-alone',
      // That these are types only, which depcruise with swc cannot tell apart, is tested beside the rules.
      'Contracts import contracts, events, zod and types of the domain: the console and the stacks import them too.',
      { path: '^functions/contracts/' },
      { pathNot: ['^functions/contracts/', '^events/', '^domain/', ZOD] },
    ),
    rule(
      'functions-look-inward',
      'Functions import functions, domain, events and packages.',
      { path: '^functions/' },
      { pathNot: ['^functions/', '^domain/', '^events/', NODE_MODULES], dependencyTypesNot: ['core'] },
    ),
    rule(
      'operations-are-leaves',
      'Operations never import each other; only tests import one.',
      { pathNot: '^test/' },
      { path: OPERATIONS },
    ),
    rule(
      'sdk-in-adapters',
      'The AWS SDK is used in functions/adapters only.',
      { path: '^(domain|events|functions|infra|web)/', pathNot: '^functions/adapters/' },
      { path: '^node_modules/@(aws-sdk|smithy)/' },
    ),
    rule(
      'no-undeclared-packages',
      'Every package stands in package.json, not only in node_modules.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'no-development-packages',
      'What runs in a Lambda is a dependency; types may come from development packages.',
      { path: '^(domain|events|functions)/' },
      { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    ),
    rule(
      'infra-points-by-path',
      'Stacks import contracts and events, and point at handlers by path.',
      { path: '^infra/' },
      { pathNot: ['^infra/', '^functions/contracts/', '^events/', NODE_MODULES], dependencyTypesNot: ['core'] },
    ),
    rule(
      'local-reads-the-assembly',
      'The local run knows the synthesized stack, not its sources.',
      { path: '^local/' },
      { pathNot: ['^local/', NODE_MODULES], dependencyTypesNot: ['core'] },
    ),
    rule(
      'web-knows-contracts',
      'The console imports contracts only.',
      { path: '^web/' },
      { pathNot: ['^web/', '^functions/contracts/', NODE_MODULES], dependencyTypesNot: ['core'] },
    ),
    rule(
      'nothing-imports-tests',
      'Tests may import everything; nothing imports tests.',
      { pathNot: '^test/' },
      { path: '^test/' },
    ),
  ],
  options: {
    // TypeScript 7 has no API for depcruise to call; swc reads the same sources, `import type` included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Packages that offer their parts by "exports" only.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    exclude: { path: '^(cdk\\.out|\\.build|\\.local)/' },
  },
};
