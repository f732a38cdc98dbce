import { isKindOfCaller, type Plan } from './plan.ts';

/** The declaration, to stand at the end of functions/contracts/<area>.ts. */
export function contractText({ area, id, method, path, caller }: Plan): string {
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const replies = method === 'DELETE' ? '{ 204: null }' : '{ 200: z.strictObject({}) }';

  const examples = [
    ...(variables.length > 0 ? [`params: { ${variables.map((name) => `${name}: 'example'`).join(', ')} }`] : []),
    ...(hasBody(method) ? ['body: {}'] : []),
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
    // Rights are those of a subscription, so there is none without an active one.
    ...(isKindOfCaller(caller)
      ? [`  caller: '${caller}',`]
      : [`  caller: { anyRight: ['${caller}'] },`, "  subscription: 'active',"]),
    ...(variables.length > 0
      ? [`  params: z.strictObject({ ${variables.map((name) => `${name}: z.string()`).join(', ')} }),`]
      : []),
    ...(hasBody(method) ? ['  body: z.strictObject({}),'] : []),
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

/** Its test, which fails until it is written. `support` is the path of the test helpers from the test's folder. */
export function testText(plan: Plan, support: string): string {
  const { id, method, path, caller } = plan;
  const asOperator = caller === 'operator';
  const asUser = !asOperator && caller !== 'public';
  const body = hasBody(method) ? ['body: {}'] : [];
  const options = asUser ? ['token: master.token', ...body] : body;
  const sent = [`'${method}'`, `'${path.replaceAll(/\{\w+\}/g, 'example')}'`];
  if (asOperator && hasBody(method)) sent.push('{}');
  if (!asOperator && options.length > 0) sent.push(`{ ${options.join(', ')} }`);

  return lines(
    "import { expect, it } from 'vitest';",
    `import { ${asOperator ? 'operator' : 'call'} } from '${support}/api.ts';`,
    ...(asUser ? [`import { subscribedTenant } from '${support}/people.ts';`] : []),
    '',
    `it('${id} keeps its promise', async () => {`,
    ...(asUser ? ['  const { master } = await subscribedTenant();', ''] : []),
    `  const { status } = await ${asOperator ? 'operator' : 'call'}(${sent.join(', ')});`,
    '',
    `  expect(status, 'State the guarantee, with the ID of its rule, and prove it').toBe(${method === 'DELETE' ? 204 : 200});`,
    '});',
  );
}

function hasBody(method: Plan['method']): boolean {
  return method === 'POST' || method === 'PUT';
}

/** `renameGroup` -> `Rename group` */
function sentence(id: string): string {
  const words = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

  return words.charAt(0).toUpperCase() + words.slice(1);
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
