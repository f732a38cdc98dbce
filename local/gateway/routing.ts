import createRouter from 'find-my-way';
import type { ApiMethod, ApiResource, RestApi } from './apis.ts';

/** The resource a path leads to, in the API that has it; `method` is missing when the resource does not have it. */
export type Match = {
  readonly api: RestApi;
  readonly resource: ApiResource;
  readonly method: ApiMethod | undefined;
  /** URL-decoded, as REST APIs pass them on; null when the resource has none. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
};

/** What becomes of a request line: a match, a path with a broken percent code, or no resource at all. */
export type Routing = { readonly kind: 'match'; readonly match: Match } | { readonly kind: 'bad-path' | 'none' };

export type Route = (method: string, path: string) => Routing;

/**
 * Routes a path to the most specific resource of all APIs, as if they shared one host: segment by segment
 * a literal wins over a variable, and a variable over a greedy one. A path that several APIs know equally
 * well goes to one that asks for no signature.
 */
export function startRouting(apis: readonly RestApi[]): Route {
  const routers = apis.map(routerOf);

  return (method, path) => {
    const found = routers.map((find) => find(method, path));
    if (found.includes('bad-path')) return { kind: 'bad-path' };

    const matches = found.filter((match) => match !== 'bad-path' && match !== undefined) as Match[];
    const [best] = matches.toSorted(
      (one, other) => compareSpecificity(one.resource.path, other.resource.path) || openness(other) - openness(one),
    );

    return best ? { kind: 'match', match: best } : { kind: 'none' };
  };
}

/** One router per API. A resource is registered once, because API Gateway picks it before it looks at the method. */
function routerOf(api: RestApi): (method: string, path: string) => Match | 'bad-path' | undefined {
  const badPath = (): void => undefined;
  const router = createRouter({ ignoreTrailingSlash: true, maxParamLength: 8192, onBadUrl: badPath });

  for (const resource of api.resources) router.on('GET', patternOf(resource.path), () => undefined, resource);

  return (method, path) => {
    const found = router.find('GET', path);
    if (!found) return undefined;
    // find-my-way answers a broken percent code with a handler of its own, without our store.
    if (!found.store) return 'bad-path';

    const resource: ApiResource = found.store;
    const names = variablesOf(resource.path);
    const values = Object.values(found.params).map((value) => value ?? '');

    return {
      api,
      resource,
      method: resource.methods.get(method) ?? resource.methods.get('ANY'),
      pathParameters: names.length === 0 ? null : Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
    };
  };
}

/** API Gateway's path in find-my-way's notation; variables get plain names, because theirs may hold any character. */
function patternOf(path: string): string {
  return path
    .split('/')
    .map((segment, index) => {
      if (segment.endsWith('+}')) return '*';
      return segment.startsWith('{') ? `:v${index}` : segment.replaceAll(':', '::');
    })
    .join('/');
}

function variablesOf(path: string): string[] {
  return [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name ?? '');
}

function compareSpecificity(one: string, other: string): number {
  const left = one.split('/').map(rank);
  const right = other.split('/').map(rank);
  const different = left.findIndex((value, index) => value !== right[index]);

  return different === -1 ? right.length - left.length : (right[different] ?? 0) - (left[different] ?? 0);
}

function rank(segment: string): number {
  if (segment.endsWith('+}')) return 1;

  return segment.startsWith('{') ? 2 : 3;
}

function openness({ method }: Match): number {
  return method?.authorization === 'NONE' ? 1 : 0;
}
