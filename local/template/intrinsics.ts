/** What an intrinsic function may ask of the template it stands in. */
export type Scope = {
  /** Names the place in errors, for example `users/CreateUsersFunction`. */
  readonly where: string;
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  exported(name: string): unknown;
  condition(name: string): boolean;
  mapped(map: string, first: string, second: string): unknown;
};

type Resolve = (value: unknown) => unknown;

/** `AWS::NoValue`: the property or the list entry is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Resolves the intrinsic functions of a template value.
 *
 * @throws naming the place, for a function the local run does not know
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveValue(value: unknown, scope: Scope): unknown {
  const resolve: Resolve = (inner) => resolveValue(inner, scope);

  if (typeof value === 'string') return withoutDynamicReference(value, scope);
  if (Array.isArray(value)) return value.map(resolve).filter((entry) => entry !== NO_VALUE);
  if (!isObject(value)) return value;

  const call = intrinsicCall(value);

  return call ? callFunction(call.name, call.argument, scope, resolve) : resolveProperties(value, resolve);
}

function resolveProperties(properties: Record<string, unknown>, resolve: Resolve): Record<string, unknown> {
  const resolved = Object.entries(properties).map(([key, value]) => [key, resolve(value)] as const);

  return Object.fromEntries(resolved.filter(([, value]) => value !== NO_VALUE));
}

/** An object with one key `Ref` or `Fn::…`. `Condition` is one too, but among conditions only. */
function intrinsicCall(value: Record<string, unknown>): { name: string; argument: unknown } | undefined {
  const [name, ...others] = Object.keys(value);

  if (name === undefined || others.length > 0) return undefined;
  if (name !== 'Ref' && !name.startsWith('Fn::')) return undefined;

  return { name, argument: value[name] };
}

function callFunction(name: string, argument: unknown, scope: Scope, resolve: Resolve): unknown {
  const list = (): unknown[] => listOf(resolve(argument), name, scope);

  switch (name) {
    case 'Ref':
      return scope.ref(textOf(argument, name, scope));
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list().map(String);
      return scope.attribute(logicalId ?? '', attribute.join('.'));
    }
    case 'Fn::ImportValue':
      return scope.exported(textOf(resolve(argument), name, scope));
    case 'Fn::Join': {
      const [separator, parts] = list();
      return listOf(parts, name, scope).map(String).join(String(separator));
    }
    case 'Fn::Split': {
      const [separator, text] = list();
      return String(text).split(String(separator));
    }
    case 'Fn::Select': {
      const [index, entries] = list();
      const chosen = listOf(entries, name, scope)[Number(index)];
      if (chosen === undefined) throw new Error(`${scope.where}: Fn::Select finds no entry ${String(index)}`);
      return chosen;
    }
    case 'Fn::Sub':
      return substitute(argument, scope, resolve);
    case 'Fn::If': {
      const [condition, whenTrue, whenFalse] = listOf(argument, name, scope);
      return resolve(scope.condition(textOf(condition, name, scope)) ? whenTrue : whenFalse);
    }
    case 'Fn::FindInMap': {
      const [map, first, second] = list();
      return scope.mapped(String(map), String(first), String(second));
    }
    case 'Fn::Base64':
      return Buffer.from(textOf(resolve(argument), name, scope)).toString('base64');
    default:
      throw new Error(`${scope.where}: the local run does not know ${name}`);
  }
}

/** Decides a condition of the template's Conditions section. */
export function resolveCondition(condition: unknown, scope: Scope): boolean {
  const decide = (inner: unknown): boolean => resolveCondition(inner, scope);
  const [name, argument] = isObject(condition) ? (Object.entries(condition)[0] ?? []) : [];

  switch (name) {
    case 'Condition':
      return scope.condition(textOf(argument, name, scope));
    case 'Fn::Equals': {
      const [left, right] = listOf(resolveValue(argument, scope), name, scope);
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case 'Fn::And':
      return listOf(argument, name, scope).every(decide);
    case 'Fn::Or':
      return listOf(argument, name, scope).some(decide);
    case 'Fn::Not':
      return !listOf(argument, name, scope).some(decide);
    default:
      throw new Error(`${scope.where}: the local run does not know the condition ${JSON.stringify(condition)}`);
  }
}

/** `Fn::Sub`: a text with `${Name}`, `${Resource.Attribute}` and `${!Literal}`, alone or with a map of names. */
function substitute(argument: unknown, scope: Scope, resolve: Resolve): string {
  const [text, names] = Array.isArray(argument) ? argument : [argument, {}];
  const values = resolve(names);

  return textOf(text, 'Fn::Sub', scope).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (isObject(values) && name in values) return String(values[name]);

    const [logicalId, ...attribute] = name.split('.');

    return String(attribute.length > 0 ? scope.attribute(logicalId ?? '', attribute.join('.')) : scope.ref(name));
  });
}

/** Secrets and parameters named in a text (`{{resolve:…}}`) live in services that the local run does not have. */
function withoutDynamicReference(text: string, scope: Scope): string {
  if (text.includes('{{resolve:')) throw new Error(`${scope.where}: the local run does not know dynamic references: ${text}`);

  return text;
}

function listOf(value: unknown, name: string, scope: Scope): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${scope.where}: ${name} needs a list`);

  return value;
}

function textOf(value: unknown, name: string, scope: Scope): string {
  if (typeof value !== 'string') throw new Error(`${scope.where}: ${name} needs a text`);

  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
