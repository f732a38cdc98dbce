import type { Contract } from '../functions/contracts/contract.ts';

/** The path of an operation as API Gateway knows it. */
export function routePath({ path }: Pick<Contract, 'path'>): string {
  return `/v1${path}`;
}

/** Whether the bank's core systems call the operation, by SigV4. */
export function isOperatorRoute({ caller }: Pick<Contract, 'caller'>): boolean {
  return caller === 'operator';
}

/**
 * Throws when two operations share a route, or name a path variable in the same place differently: API Gateway would
 * refuse the second only at deployment.
 */
export function checkRoutes(contracts: readonly Pick<Contract, 'id' | 'method' | 'path'>[]): void {
  const operations = new Map<string, string>();
  const variables = new Map<string, string>();

  for (const contract of contracts) {
    const route = `${contract.method} ${routePath(contract)}`;
    const other = operations.get(route);
    if (other !== undefined) throw new Error(`${contract.id} and ${other} have the same route ${route}`);
    operations.set(route, contract.id);

    const segments = routePath(contract).split('/');
    for (const [index, segment] of segments.entries()) {
      if (!segment.startsWith('{')) continue;

      const parent = segments.slice(0, index).join('/');
      const known = variables.get(parent) ?? segment;
      if (known !== segment) throw new Error(`${contract.id}: ${parent}/${segment} is already called ${parent}/${known}`);
      variables.set(parent, segment);
    }
  }
}
