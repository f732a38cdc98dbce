import { isKindOfCaller, type Plan } from './plan.ts';

/** The declaration, to stand at the end of functions/contracts/<area>.ts. */
export function contractText({ area, id, method, path, caller }: Plan): string {
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const hasBody = method === 'POST' || method === 'PUT';
  const replies = method === 'DELETE' ? '{ 204: null }' : '{ 200: z.strictObject({}) }';

  const examples = [
    ...(variables.length > 0 ? [`params: { ${variables.map((name) => `${name}: 'example'`).join(', ')} }`] : []),
    ...(hasBody ? ['body: {}'] : []),
    ...(method === 'DELETE' ? [] : ['reply: {}']),
  ];

  return lines(
    '',
    `export const ${id} = defineOperation({`,
    `  id: '${id}',`,
    `  area: '${area}',`,
    `  method: '${method}',`,
    `  path: '${path}',`,
    `  summary: '${sentence(id)}',`,
    `  caller: ${isKindOfCaller(caller) ? `'${caller}'` : `{ anyRight: ['${caller}'] }`},`,
    ...(variables.length > 0
      ? [`  params: z.strictObject({ ${variables.map((name) => `${name}: z.string()`).join(', ')} }),`]
      : []),
    ...(hasBody ? ['  body: z.strictObject({}),'] : []),
    `  replies: ${replies},`,
    '  problems: [],',
    '  access: {},',
    examples.length > 0 ? `  example: { ${examples.join(', ')} },` : '  example: {},',
    '});',
  );
}

/** The operation, which refuses to run until it is written. */
export function operationText({ area, id }: Plan): string {
  return lines(
    `import { ${id} as contract } from '../contracts/${area}.ts';`,
    "import { lambda } from '../runtime/lambda.ts';",
    "import type { Operation } from '../runtime/operation.ts';",
    '',
    `/** ${sentence(id)}. */`,
    `export const ${id}: Operation<typeof contract> = async () => {`,
    `  throw new Error('${id} is not written yet');`,
    '};',
    '',
    `export const handler = lambda(contract, ${id});`,
  );
}

/** Its test, which fails until it is written. `operation` is the path of the operation from the test's folder. */
export function testText({ id }: Plan, operation: string): string {
  return lines(
    "import { expect, it } from 'vitest';",
    `import { ${id} } from '${operation}';`,
    '',
    `it('${id} keeps its promise', () => {`,
    `  expect.fail(\`\${${id}.name}: state the guarantee, with the ID of its rule, and prove it\`);`,
    '});',
  );
}

/** `renameGroup` -> `Rename group` */
function sentence(id: string): string {
  const words = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

  return words.charAt(0).toUpperCase() + words.slice(1);
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
